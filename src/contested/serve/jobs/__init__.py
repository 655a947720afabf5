"""What takes longer than a page waits: many futures, everybody simulated, comparisons, calibrations, audits.

A job is a folder whose number the server gives: `order.json` says what was asked, `state.json` how far it is, `result`
holds what the task of the command line wrote, and `report.html` is its page. Everything that matters is in the folder,
so a server that is killed loses nothing finished, and goes on with the rest when it is started again: tasks resume.
"""
