package io.github.evenkeel.examples.protocolnode;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The node in a JVM of its own, as its user starts it, spoken to through pipes. */
final class NodeProcess implements AutoCloseable {

    private final Process process;
    private final OutputStream messages;
    private final BufferedReader answers;

    private NodeProcess(Process process) {
        this.process = process;
        this.messages = process.getOutputStream();
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    static NodeProcess start(String... arguments) throws IOException {
        String[] command = new String[4 + arguments.length];
        command[0] = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        command[1] = "-cp";
        command[2] = System.getProperty("java.class.path");
        command[3] = ProtocolNode.class.getName();
        System.arraycopy(arguments, 0, command, 4, arguments.length);
        return new NodeProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    void say(String text) throws IOException {
        messages.write(text.getBytes(StandardCharsets.UTF_8));
        messages.flush();
    }

    /** The next line, null if there is none any more. */
    String hear() throws IOException {
        return answers.readLine();
    }

    void hangUp() throws IOException {
        messages.close();
    }

    int status() throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("still running a minute after its end");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
