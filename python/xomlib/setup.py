from setuptools import setup

setup(
    name="xomlib",
    version="2.0",
    description="Results of analysis scripts for XOM (Xenon Offline Monitoring)",
    license="BSD-3-Clause",
    packages=["xomlib"],
    python_requires=">=3.6",
)
