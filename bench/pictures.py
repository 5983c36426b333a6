"""Pictures of what was measured, drawn by gnuplot as SVG into the report."""

from __future__ import annotations

import math
import os
import tempfile

import place
import workshop

HEAD = """\
set terminal svg size {width},{height} dynamic enhanced font "sans-serif,13" background rgb "white"
set output "{output}"
set title "{title}" noenhanced
set border 3
set tics nomirror out
set grid {grid} lc rgb "#dddddd"
"""
OURS, OTHER = "#1f6f8b", "#c9c9c9"
COLOURS = (OURS, "#d1495b", "#edae49", "#66a182", "#8d6a9f", "#555555", "#7fb7be", "#e8a598", "#f2d7a0",
           "#a8c9a0")  # fmt: skip


def draw(name: str, script: str, grid: str, title: str, height: int) -> None:
    """Runs gnuplot, and prints where the report shows it; the picture is there whole or not at all."""
    path = place.reported(f"{name}.svg")
    head = HEAD.format(width=760, height=height, output=f"{path}.new", title=title, grid=grid)
    with tempfile.NamedTemporaryFile("w", suffix=".gp", encoding="utf-8") as file:
        file.write(head + script)
        file.flush()
        workshop.tool(f"draw {name}", "gnuplot", file.name)
    os.rename(f"{path}.new", path)
    print(f"\n![{title}]({name}.svg)\n")


def short(value: float) -> str:
    """A number of three digits, or a whole one."""
    return f"{value:.3g}" if value < 1000 else f"{value:,.0f}"


def bars(name: str, title: str, unit: str, rows: list[tuple[str, float]]) -> None:
    """A bar a row, from the top down; what is called launch is ours, and has its colour."""
    most = max(value for _, value in rows)
    lines = [f'"{label}" {value:.6g} {OURS if "launch" in label else OTHER} "{short(value)}"'
             for label, value in rows]  # fmt: skip
    data = "\n".join(line.replace("#", "0x") for line in reversed(lines))
    script = f"""\
set style fill solid
set xrange [0:{most * 1.12}]
set yrange [-0.6:{len(rows) - 0.4}]
set xlabel "{unit}" noenhanced
unset key
$rows << END
{data}
END
plot $rows using ($2/2):0:($2/2):(0.35):3:ytic(1) with boxxyerror lc rgb variable, \\
     $rows using 2:0:4 with labels left offset 0.5,0
"""
    draw(name, script, "x", title, 90 + 26 * len(rows))


def waterfall(name: str, title: str, unit: str, rows: list[tuple[str, float]]) -> None:
    """A bar a row, from the top down; each starts where the one above it ends."""
    start, lines = 0.0, []
    for at, (label, passed) in enumerate(rows):
        place_of = len(rows) - 1 - at
        lines.append(f'"{label}" {start:.6g} {start + passed:.6g} {passed:.6g} {place_of}')
        start += passed
    data = "\n".join(lines)
    script = f"""\
set style fill solid
set xrange [0:{start * 1.12}]
set yrange [-0.6:{len(rows) - 0.4}]
set xlabel "{unit}" noenhanced
set ytics font ",10" noenhanced
set lmargin {max(len(label) for label, _ in rows)}
unset key
$rows << END
{data}
END
plot $rows using (($2+$3)/2):5:2:3:($5-0.35):($5+0.35):ytic(1) with boxxyerror lc rgb "{OURS}", \\
     $rows using 3:5:(sprintf(" %.1f", $4)) with labels left font ",10"
"""
    draw(name, script, "x", title, 90 + 18 * len(rows))


def lines(name: str, title: str, across: str, up: str, series: dict[str, list[tuple[float, float]]],
          logarithmic: bool = True) -> None:  # fmt: skip
    """A line for each name, through its points; both axes are logarithmic unless told otherwise."""
    data, plots = [], []
    for number, (label, points) in enumerate(series.items()):
        rows = "\n".join(f"{x:.6g} {y:.6g}" for x, y in points if math.isfinite(y))
        data.append(f"$line{number} << END\n{rows}\nEND\n")
        plots.append(f'$line{number} using 1:2 with linespoints pt 7 ps 0.5 lw 2 '
                     f'lc rgb "{COLOURS[number % len(COLOURS)]}" title "{label}" noenhanced')  # fmt: skip
    scale = "set logscale xy\n" if logarithmic else "set yrange [0:*]\n"
    script = (f'{scale}set key left top\nset xlabel "{across}" noenhanced\n'
              f'set ylabel "{up}" noenhanced\n{"".join(data)}plot ' + ", ".join(plots) + "\n")  # fmt: skip
    draw(name, script, "x y", title, 400)


def areas(name: str, title: str, up: str, labels: list[str], series: dict[str, list[float]]) -> None:
    """An area for each name, the first at the bottom; what is across has labels."""
    heights = [0.0] * len(labels)
    rows = [f'"{label}"' for label in labels]
    for values in series.values():
        heights = [height + value for height, value in zip(heights, values)]
        rows = [f"{row} {height:.6g}" for row, height in zip(rows, heights)]
    columns = list(enumerate(series, start=2))
    plots = [f'$rows using 0:{column}:xtic(1) with filledcurves y1=0 title "{label}" noenhanced '
             f'lc rgb "{COLOURS[(column - 2) % len(COLOURS)]}"' for column, label in reversed(columns)]  # fmt: skip
    data = "\n".join(rows)
    script = (f'set xtics rotate by -45 noenhanced\nset key outside right reverse Left\nset yrange [0:*]\n'
              f'set ylabel "{up}" noenhanced\n$rows << END\n{data}\nEND\nplot {", ".join(plots)}\n')  # fmt: skip
    draw(name, script, "y", title, 460)
