"""A checkup of the installation in lines to read."""

from typing import Any


def report_text(report: dict[str, Any]) -> str:
    """Return the report in lines to read."""
    lines = [
        f"nnviz {report['nnviz']['version']} in {report['nnviz']['folder']}",
        f"Python {report['python']['version']}, {report['python']['executable']}",
        f"{report['system']['name']}, {report['system']['cores']} cores",
        "",
        "Packages: " + _versions(report["packages"]),
    ]
    if report["optional"]:
        lines.append("Optional: " + _versions(report["optional"]))
    lines += [
        "",
        *(_place(name, place) for name, place in report["folders"].items()),
        *_engine(report["engine"]),
    ]
    lines += ["", *_screen(report["screen"]), "", *_problems(report["problems"])]
    return "\n".join(lines)


def _versions(packages: dict[str, str | None]) -> str:
    return (
        ", ".join(f"{name} {version or 'MISSING'}" for name, version in packages.items()) or "not installed"
    )


def _place(name: str, place: dict[str, Any]) -> str:
    state = "" if place["exists"] else " (not there yet)"
    return (
        f"{name[:1].upper()}{name[1:]}: {place['path']}{state}{'' if place['writable'] else ' (read-only)'}"
    )


def _engine(engine: dict[str, Any]) -> list[str]:
    if not engine["compiler"]:
        return [f"Compiler: none ({engine['reason']})"]
    return [f"Compiled kernels: {', '.join(engine['compiled']) or 'none yet'}"]


def _screen(screen: dict[str, Any] | None) -> list[str]:
    if screen is None:
        return ["Screen: Qt cannot open a window here"]
    sizes = [f"{s['width']} x {s['height']} at scale {s['scale']:g}" for s in screen["screens"]]
    gl = screen["gl"]
    return [
        f"Screen: {', '.join(sizes) or 'none'} ({screen['platform']})",
        f"OpenGL: {gl['vendor']}, {gl['renderer']}" if gl else "OpenGL: none (nnviz does not need it)",
        f"Fonts: {screen['font_families']} families",
    ]


def _problems(problems: list[dict[str, str]]) -> list[str]:
    if not problems:
        return ["Nothing is missing."]
    return [
        f"! {problem['sentence']}" + (f"\n  {problem['command']}" if problem["command"] else "")
        for problem in problems
    ]
