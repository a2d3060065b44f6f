package dev.vedette.app;

import dev.vedette.json.Json;
import dev.vedette.simulator.CompanySettings;
import dev.vedette.simulator.SimulationFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Writes the life of a company. */
@Command(
    name = "simulate",
    description = "Write the life of a simulated company that is attacked; same seed, same bytes.",
    mixinStandardHelpOptions = true)
final class SimulateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--users",
      paramLabel = "N",
      defaultValue = "300",
      description = "How many users.")
  private int users;

  @Option(names = "--days", paramLabel = "D", defaultValue = "14", description = "How many days.")
  private int days;

  @Option(names = "--seed", paramLabel = "S", defaultValue = "1", description = "Which company.")
  private long seed;

  @Option(
      names = "--strength",
      paramLabel = "X",
      defaultValue = "1",
      description = "How loud attacks are, ${DEFAULT-VALUE} is typical: 0.25 to 2; 0 for none.")
  private double strength;

  @Option(
      names = "--attacks-from",
      paramLabel = "DAY",
      description = "The first day of attacks, from 0; the second half if not said.")
  private @Nullable Integer attacksFrom;

  @Option(
      names = "--disorder",
      description = "In the order of arrival, up to 20 minutes late, not of time.")
  private boolean disorder;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "Events as JSON lines, for --source vedette; .gz is packed.")
  private Path out;

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description = "Which events belong to an attack, as CSV.")
  private @Nullable Path labels;

  @Option(names = "--json", description = "Print what was written as JSON.")
  private boolean json;

  @SuppressWarnings("NullAway.Init")
  SimulateCommand() {}

  @Override
  public Integer call() throws IOException {
    CompanySettings settings = settings();
    try (var progress = ProgressLine.onStandardError()) {
      var written =
          SimulationFiles.write(
              settings,
              out,
              labels,
              (events, atMillis) ->
                  progress.show(
                      events, atMillis - settings.startMillis(), Duration.ofDays(days).toMillis()));
      progress.clear();
      print(written, spec.commandLine().getOut());
    }
    return 0;
  }

  private void print(SimulationFiles.Written written, PrintWriter to) {
    if (json) {
      to.println(
          Json.text(generator -> {
            generator.writeStartObject();
            generator.writeNumberField("events", written.events());
            generator.writeNumberField("users", users);
            generator.writeNumberField("days", days);
            generator.writeNumberField("attacks", written.campaigns());
            generator.writeNumberField("attackEvents", written.labels());
            generator.writeEndObject();
          }));
    } else {
      to.printf(
          Locale.ROOT,
          "%,d events of %d users in %d days, %d attacks with %,d events%n",
          written.events(),
          users,
          days,
          written.campaigns(),
          written.labels());
    }
  }

  private CompanySettings settings() {
    try {
      CompanySettings settings = CompanySettings.of(users, days, seed).withDisorder(disorder);
      int from = attacksFrom == null ? settings.attacksFromDay() : attacksFrom;
      return strength == 0 ? settings.withoutAttacks() : settings.withAttacks(from, strength);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }
}
