package io.github.evenkeel.benchmarks.endtoend;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;

/** Who answers, and by which version of HTTP. */
enum Scene {
    /** The JDK's client asks for HTTP/2 without TLS by an upgrade, which nginx does not know. */
    NGINX_HTTP_1("nginx/http1", HttpClient.Version.HTTP_1_1) {
        @Override
        Servers start(Path folder) throws IOException, InterruptedException {
            return Servers.nginx(folder);
        }
    },
    JETTY_HTTP_1("jetty/http1", HttpClient.Version.HTTP_1_1) {
        @Override
        Servers start(Path folder) throws IOException, InterruptedException {
            return Servers.jetty(folder);
        }
    },
    JETTY_H2C("jetty/h2c", HttpClient.Version.HTTP_2) {
        @Override
        Servers start(Path folder) throws IOException, InterruptedException {
            return Servers.jetty(folder);
        }
    };

    private final String title;
    private final HttpClient.Version version;

    Scene(String title, HttpClient.Version version) {
        this.title = title;
        this.version = version;
    }

    abstract Servers start(Path folder) throws IOException, InterruptedException;

    HttpClient.Version version() {
        return version;
    }

    @Override
    public String toString() {
        return title;
    }
}
