"""`./run manage`: against the house that `./run` has started."""

import sys

from facilitation.launch.join import join_running_house

if __name__ == "__main__":
    join_running_house(*sys.argv[1:])
