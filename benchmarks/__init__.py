"""Speed against peers, as ratios within one run. `python -m benchmarks` measures; nothing here is a test."""
