# contested with everything compiled:  docker build -t contested .
#   mkdir -p runs  (owned by user 1000, who runs in the image; elsewhere: chown 1000 runs)
#   docker run --rm -v "$PWD/runs:/work/runs" contested simulate teaching --out runs/teaching
FROM python:3.12-slim
RUN useradd --create-home --uid 1000 contested && mkdir /work && chown contested /work
COPY pyproject.toml hatch_build.py README.md LICENSE NOTICE /src/
COPY src /src/src
RUN pip install --no-cache-dir "/src[inference,export,serve]" && rm -rf /src
USER 1000
WORKDIR /work
# a layer of its own: compiled once, as the user who runs it
RUN contested warm --no-progress
ENTRYPOINT ["contested"]
CMD ["--help"]
