package io.github.evenkeel.httpclient.probe;

import io.github.evenkeel.core.health.Finding;
import io.github.evenkeel.core.server.Server;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** Connects to a server's port and closes the connection at once. */
final class TcpAsker implements Asker {
    private final String host;
    private final int port;
    private final ProbeMeans means;

    TcpAsker(Server server, ProbeMeans means) {
        URI origin = server.origin();
        this.host = origin.getHost();
        this.port = origin.getPort() > 0 ? origin.getPort() : origin.getScheme().equals("https") ? 443 : 80;
        this.means = means;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the answer is all there is to know
    public @Nullable CompletableFuture<Answer> ask(boolean settled) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        try {
            Future<?> work = means.work(() -> connect(answer)); // since a name may take its time to be resolved
            answer.whenComplete((done, failure) -> work.cancel(true));
        } catch (RejectedExecutionException e) {
            return null;
        }
        return answer;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // its end is that of the channel
    private void connect(CompletableFuture<Answer> answer) {
        try {
            AsynchronousSocketChannel channel = means.openChannel();
            answer.whenComplete((done, failure) -> close(channel));
            channel.connect(new InetSocketAddress(host, port), null, new CompletionHandler<Void, @Nullable Void>() {
                @Override
                public void completed(Void result, @Nullable Void none) {
                    answer.complete(Answer.of(Finding.passed()));
                }

                @Override
                public void failed(Throwable failure, @Nullable Void none) {
                    answer.complete(Answer.failed(failure(failure)));
                }
            });
        } catch (UnresolvedAddressException e) {
            answer.complete(Answer.failed(what() + ": the host's name has no address"));
        } catch (IOException | RuntimeException | Error e) { // no descriptors or threads left
            answer.complete(Answer.failed(failure(e)));
        }
    }

    private static void close(AsynchronousSocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // it was only asked whether it opens
        }
    }

    private String what() {
        return "TCP connect to " + host + ":" + port;
    }

    private String failure(Throwable failure) {
        return what() + ": " + Asker.words(failure);
    }

    @Override
    public String overdue() {
        return what() + ": not connected";
    }
}
