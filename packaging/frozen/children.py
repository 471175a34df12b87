"""Runs first in the built program: what it starts finds the computer's own libraries, not ours.

PyInstaller's loader points `LD_LIBRARY_PATH` at our folder. This process has taken it in; a print command or
pcscd that inherited it would load our libraries in place of those it was built for. When the program starts
itself again, its loader shall begin anew.
"""

import os

before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
if before is None:
    os.environ.pop("LD_LIBRARY_PATH", None)
else:
    os.environ["LD_LIBRARY_PATH"] = before
os.environ["PYINSTALLER_RESET_ENVIRONMENT"] = "1"
