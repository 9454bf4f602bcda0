package io.github.evenkeel.httpclient.probe;

import java.util.Objects;
import java.util.Set;

/**
 * A "deep" check: a JSON document in which the server says how it is and how what it depends on is, as Spring Boot's
 * actuator, MicroProfile Health, ASP.NET and {@code application/health+json} write it.
 *
 * <ul>
 *   <li>{@code status} is the word of the whole: {@code UP}, {@code OK}, {@code pass}, {@code healthy} pass;
 *       {@code degraded}, {@code warn}, {@code warning} make it degraded; any other word fails. Case does not matter.
 *   <li>Dependencies stand below {@code components}, {@code checks}, {@code details}, {@code entries},
 *       {@code results} or {@code dependencies}, each with a {@code status} (or being one), by name or in a list with
 *       {@code name}.
 *   <li>If the whole passes but a dependency does not, the server is degraded, which is not dead: it is used when
 *       better ones are too few.
 *   <li>Where required dependencies are named, they decide: one that fails or is missing fails the server, and a server
 *       that calls itself down because of others only is degraded. One that calls itself down though all it depends on
 *       is well has failed.
 * </ul>
 *
 * <p>The status of the answer must be one that the request passes, or 503, as servers answer that say they are down.
 *
 * @param request how to ask for the document; its body check, if any, is asked too
 * @param required names of the dependencies without which the server is of no use; none leaves it to the server
 */
public record JsonCheck(HttpCheck request, Set<String> required) implements Check {
    /** Copies what could change. */
    public JsonCheck {
        Objects.requireNonNull(request, "request");
        required = Set.copyOf(required);
    }

    /**
     * A document that decides by itself.
     *
     * @param path where it is, such as {@code /actuator/health}
     * @return the check
     */
    public static JsonCheck of(String path) {
        return new JsonCheck(
                HttpCheck.of(path).withStatuses("200-299").withHeader("Accept", "application/json, */*;q=0.5"),
                Set.of());
    }

    /**
     * The same with required dependencies.
     *
     * @param names without which the server is of no use
     * @return changed check
     */
    public JsonCheck withRequired(String... names) {
        return new JsonCheck(request, Set.of(names));
    }
}
