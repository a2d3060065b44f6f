package dev.vedette.app;

import dev.vedette.board.Ink;
import dev.vedette.demo.Audience;
import dev.vedette.demo.Beside;
import dev.vedette.demo.Demo;
import dev.vedette.demo.DemoSettings;
import dev.vedette.demo.PlainAudience;
import dev.vedette.demo.Stop;
import dev.vedette.demo.TerminalAudience;
import dev.vedette.demo.Verdict;
import dev.vedette.rest.RestSettings;
import dev.vedette.runtime.TemporaryHome;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows what Vedette does: a company, an attack, and risk that rises with its reasons. */
@Command(
    name = "demo",
    description = {
      "Show what Vedette does: a simulated company at work, an attack in real time, and the risk"
          + " of everybody as it changes.",
      "Everything runs on this machine, in a temporary directory that is removed at the end. The"
          + " exit code is 1 if an account that fell did not rise to HIGH."
    },
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class)
final class DemoCommand implements Callable<Integer> {
  private static final long STOP_SECONDS = 60;

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description =
          "How long the live part lasts, such as 90s or 5m; the attack takes about a minute."
              + " Without it, until Ctrl-C.")
  private @Nullable Duration length;

  @Option(
      names = "--no-browser",
      description = "Open no browser: the console's address is only printed.")
  private boolean noBrowser;

  @Mixin private PolicyOption policy;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  DemoCommand() {}

  /** What answers REST while it runs. */
  private Beside rest() {
    return (port, pipeline, settings, deployment) -> {
      var server =
          Serving.start(
              new RestSettings("127.0.0.1", port, null), pipeline, settings, deployment.clients());
      if (!noBrowser) {
        Browser.open(URI.create("http://127.0.0.1:%d/console/".formatted(port)));
      }
      return server::close;
    };
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (length != null && length.compareTo(Duration.ofSeconds(10)) < 0) {
      throw new ParameterException(
          spec.commandLine(), "--for is at least 10s, not " + length.toMillis() + " ms");
    }
    var stop = new Stop();
    var over = new CountDownLatch(1);
    Thread hook = Thread.ofPlatform().name("demo-stop").unstarted(() -> awaitEnd(stop, over));
    Runtime.getRuntime().addShutdownHook(hook);
    try (var home = TemporaryHome.make("demo")) {
      return show(home, stop);
    } finally {
      over.countDown();
    }
  }

  private int show(TemporaryHome home, Stop stop) throws IOException, InterruptedException {
    ZoneId zone = ZoneId.systemDefault();
    var standard = DemoSettings.standard(zone);
    Terminal terminal = Terminal.find();
    Audience audience =
        terminal.interactive()
            ? new TerminalAudience(
                Terminal.output(),
                terminal.columns(),
                terminal.rows(),
                terminal.colour() ? Ink.ANSI : Ink.NONE)
            : new PlainAudience(Terminal.output(), zone);
    QuietLog.to(home.path().resolve("demo.log"));
    var settings = policy.given() ? standard.with(policy.read()) : standard;
    boolean done = false;
    try {
      Verdict verdict =
          new Demo(length == null ? settings : settings.lasting(length), rest(), audience, stop)
              .run(home.path());
      done = true;
      return verdict.passed() ? 0 : 1;
    } finally {
      if (!done) {
        home.keep();
        spec.commandLine()
            .getErr()
            .println("The demonstration failed; its logs are in " + home.path());
      }
    }
  }

  /** On Ctrl-C and SIGTERM: the process ends when the demonstration has ended cleanly. */
  private static void awaitEnd(Stop stop, CountDownLatch over) {
    stop.ask();
    try {
      var _ = over.await(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
