package io.github.evenkeel.examples.protocolnode;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;

/** Reads a message a line, answers each with a line, and ends with its input. */
final class ProtocolNode {

    private ProtocolNode() {}

    public static void main(String[] arguments) {
        if (arguments.length > 0) {
            System.err.println("protocol-node: it takes no arguments, only messages on standard input; see its README");
            System.exit(2);
        }
        // Nothing but answers may go there, whoever prints.
        System.setOut(System.err);
        try (OutputStream answers = new FileOutputStream(FileDescriptor.out)) {
            serve(System.in, answers, System.err);
        } catch (IOException broken) {
            System.err.println("protocol-node: " + broken.getMessage());
            System.exit(1);
        }
    }

    /** Answers until the input ends; every answer is out before the next message is read. */
    static void serve(InputStream messages, OutputStream answers, PrintStream log) throws IOException {
        Conversation conversation = new Conversation(log);
        Lines lines = new Lines(messages);
        for (byte[] line = lines.next(); line != null; line = lines.next()) {
            answers.write(conversation.answer(line));
            answers.flush();
        }
    }
}
