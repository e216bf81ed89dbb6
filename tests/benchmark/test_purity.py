import subprocess
import sys


def test_the_core_loads_without_the_web_a_database_or_the_slow_half_of_scipy():
    code = "import sys, owf.benchmark; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    slow = {"scipy.stats", "statsmodels"}
    assert not {"streamlit", "sqlalchemy", "plotly", *slow} & set(loaded)
