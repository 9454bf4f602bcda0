package io.github.evenkeel.benchmarks.simulation;

/** Numbers for tables, rounded by arithmetic of our own: how JDKs print doubles has changed before. */
final class Digits {
    private Digits() {}

    static String fixed(double value, int digits) {
        if (Double.isNaN(value)) {
            return "";
        }
        if (Double.isInfinite(value)) {
            return "never";
        }
        long scale = 1;
        for (int i = 0; i < digits; i++) {
            scale *= 10;
        }
        long scaled = Math.round(Math.abs(value) * scale);
        String sign = value < 0 && scaled > 0 ? "-" : "";
        if (digits == 0) {
            return sign + scaled;
        }
        String fraction = Long.toString(scaled % scale);
        return sign + scaled / scale + "." + "0".repeat(digits - fraction.length()) + fraction;
    }

    static String percent(double share, int digits) {
        return Double.isNaN(share) ? "" : fixed(share * 100, digits) + " %";
    }
}
