package io.github.evenkeel.examples.llmstreaming;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Two providers of a model, of which the cheap one has all the troubles that there are. */
final class LlmStreaming {

    public static void main(String[] arguments) throws Exception {
        try (Provider cheap = new Provider("cheap");
                Provider dear = new Provider("dear");
                Model model = new Model(List.of(dear.spec().withTier(1), cheap.spec()))) {
            ask(model, "all is well");
            cheap.nextTime("busy");
            ask(model, "429, try again in 5 s");
            ask(model, "a moment later");
            TimeUnit.SECONDS.sleep(6);
            ask(model, "6 s later");
            cheap.nextTime("break before the first event");
            ask(model, "broken before the first event");
            cheap.nextTime("break after the first event");
            ask(model, "broken after the first event");
        }
    }

    private static void ask(Model model, String situation) throws InterruptedException {
        System.out.print(situation + ":");
        try {
            model.ask("Why?", event -> System.out.print(" " + event));
            System.out.println();
        } catch (IOException broken) {
            System.out.println(" and then " + broken.getClass().getSimpleName());
        }
    }
}
