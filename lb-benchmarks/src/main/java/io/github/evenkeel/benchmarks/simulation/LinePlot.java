package io.github.evenkeel.benchmarks.simulation;

import java.util.List;

/**
 * Lines over a common axis, as SVG: one colour a line, its name beside its end, grey for what is only there to compare.
 *
 * @param title above it
 * @param across what x is
 * @param up what y is
 * @param right the greatest x; the least is that of the first point
 * @param ticks of y, ascending; from the least to the greatest is what is shown
 * @param logarithmic whether equal distances are equal ratios
 * @param lines from the first on
 */
record LinePlot(
        String title,
        String across,
        String up,
        double right,
        List<Double> ticks,
        boolean logarithmic,
        List<Line> lines) {
    /**
     * One line.
     *
     * @param name what it is
     * @param x ascending
     * @param y as many
     */
    record Line(String name, List<Double> x, List<Double> y) {}

    private static final String[] COLOURS = {"#0b5fa5", "#d1495b", "#e08e00", "#3a8f4d", "#7d5ba6", "#8c6d46", "#777777"
    };
    private static final int LEFT = 70;
    private static final int TOP = 50;
    private static final int WIDTH = 560;
    private static final int HEIGHT = 320;
    private static final int NAMES = 360;
    private static final int X_TICKS = 5;

    String svg() {
        StringBuilder svg = new StringBuilder();
        svg.append("""
                <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" font-size="13">
                <rect width="100%%" height="100%%" fill="white"/>
                <text x="%d" y="28" font-size="16" font-weight="bold">%s</text>
                """.formatted(LEFT + WIDTH + NAMES, TOP + HEIGHT + 60, LEFT, title));
        axes(svg);
        for (int i = lines.size() - 1; i >= 0; i--) {
            line(svg, lines.get(i), i);
        }
        return svg.append("</svg>\n").toString();
    }

    private double left() {
        return lines.get(0).x.get(0);
    }

    private void axes(StringBuilder svg) {
        for (double tick : ticks) {
            String y = Digits.fixed(y(tick), 1);
            svg.append("<line x1=\"%d\" x2=\"%d\" y1=\"%s\" y2=\"%s\" stroke=\"#dddddd\"/>\n"
                    .formatted(LEFT, LEFT + WIDTH, y, y));
            svg.append("<text x=\"%d\" y=\"%s\" text-anchor=\"end\" dy=\"4\">%s</text>\n"
                    .formatted(LEFT - 8, y, shortest(tick)));
        }
        for (int i = 0; i < X_TICKS; i++) {
            double tick = left() + (right - left()) * i / (X_TICKS - 1);
            svg.append("<text x=\"%s\" y=\"%d\" text-anchor=\"middle\">%s</text>\n"
                    .formatted(Digits.fixed(x(tick), 1), TOP + HEIGHT + 20, shortest(tick)));
        }
        svg.append("<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>\n"
                .formatted(LEFT + WIDTH / 2, TOP + HEIGHT + 44, across));
        svg.append("<text transform=\"translate(18 %d) rotate(-90)\" text-anchor=\"middle\">%s</text>\n"
                .formatted(TOP + HEIGHT / 2, up));
    }

    /** Clipped to what is shown; where it cannot be drawn there is a gap. */
    private void line(StringBuilder svg, Line line, int index) {
        StringBuilder path = new StringBuilder();
        String command = "M";
        for (int i = 0; i < line.x.size(); i++) {
            if (Double.isFinite(line.y.get(i))) {
                path.append(command)
                        .append(Digits.fixed(x(line.x.get(i)), 1))
                        .append(' ')
                        .append(Digits.fixed(y(line.y.get(i)), 1));
                command = "L";
            }
        }
        String colour = COLOURS[index % COLOURS.length];
        String width = index == 0 ? "3" : "1.6";
        svg.append("<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"%s\" stroke-linejoin=\"round\"/>\n"
                .formatted(path, colour, width));
        int y = TOP + 12 + 24 * index;
        svg.append("<line x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\" stroke=\"%s\" stroke-width=\"%s\"/>\n"
                .formatted(LEFT + WIDTH + 16, LEFT + WIDTH + 40, y, y, colour, width));
        svg.append("<text x=\"%d\" y=\"%d\" dy=\"4\">%s</text>\n".formatted(LEFT + WIDTH + 48, y, line.name));
    }

    private double x(double value) {
        return LEFT + WIDTH * (value - left()) / (right - left());
    }

    private double y(double value) {
        double share =
                (scale(value) - scale(ticks.get(0))) / (scale(ticks.get(ticks.size() - 1)) - scale(ticks.get(0)));
        return TOP + HEIGHT * (1 - Math.max(0, Math.min(1, share)));
    }

    private double scale(double value) {
        return logarithmic ? StrictMath.log(value) : value;
    }

    private static String shortest(double value) {
        return value == Math.rint(value) ? Digits.fixed(value, 0) : Digits.fixed(value, 2);
    }
}
