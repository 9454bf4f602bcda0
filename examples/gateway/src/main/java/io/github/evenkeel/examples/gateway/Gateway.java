package io.github.evenkeel.examples.gateway;

import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** An HTTP load balancer in one process. */
@Command(
        name = "gateway",
        synopsisSubcommandLabel = "COMMAND",
        description = {"An HTTP load balancer in one process, and the commands to look at it and change it.", ""},
        subcommands = {
            Listen.class,
            AddServer.class,
            UpdateServer.class,
            DeleteServer.class,
            ListServers.class,
            DrainServer.class
        },
        footer = {"", "Exit status: 0 if it was done, 1 if it could not be, 2 for bad arguments or a bad file."})
public final class Gateway implements Runnable {
    /** Fields, because a logger that nobody holds forgets its level. */
    private static final Logger JETTY_LOG = Logger.getLogger("org.eclipse.jetty");

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything else
    private CommandLine.Model.CommandSpec spec;

    @Option(
            names = "--help",
            usageHelp = true,
            scope = CommandLine.ScopeType.INHERIT,
            description = "Show this and exit.")
    @SuppressWarnings("UnusedVariable") // picocli needs a place for it
    private boolean help;

    private Gateway() {}

    public static void main(String[] arguments) {
        // Both are read once, when the first client or logger is made. Idle connections are given up before any usual
        // server does so (node after 5 s), or a request might be sent into one that is just being closed.
        System.setProperty("jdk.httpclient.keepalive.timeout", "4");
        System.setProperty("java.util.logging.SimpleFormatter.format", "%1$tFT%1$tT.%1$tL %4$s %5$s%6$s%n");
        JETTY_LOG.setLevel(Level.WARNING);

        CommandLine commandLine = new CommandLine(new Gateway());
        commandLine.setParameterExceptionHandler((problem, given) -> {
            System.err.println("gateway: " + problem.getMessage());
            System.err.println("Try 'gateway --help', or --help after a command.");
            return CommandLine.ExitCode.USAGE;
        });
        commandLine.setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure instanceof Failure known) {
                System.err.println("gateway: " + known.getMessage());
                return known.status();
            }
            throw failure;
        });
        System.exit(commandLine.execute(arguments));
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "say what to do: " + String.join(", ", spec.subcommands().keySet()));
    }
}
