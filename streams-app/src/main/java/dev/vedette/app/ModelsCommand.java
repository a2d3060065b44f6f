package dev.vedette.app;

import dev.vedette.models.ModelJson;
import dev.vedette.models.ModelKey;
import dev.vedette.models.ModelText;
import dev.vedette.runtime.kafka.Publisher;
import dev.vedette.schemas.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Learned models: look at them, publish them, withdraw them. */
@Command(
    name = "models",
    description = {
      "Models that were learned in batch (docs/models.md).",
      "Instances that run score with what is published, from its effectiveFrom on, without a"
          + " restart."
    },
    mixinStandardHelpOptions = true)
final class ModelsCommand implements Runnable {
  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  ModelsCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do: show, publish or withdraw");
  }

  /** Reads a model and says what it is. */
  @Command(
      name = "show",
      description = "Check a model's file and say what it holds.",
      mixinStandardHelpOptions = true)
  int show(@Parameters(paramLabel = "FILE", description = "The model.") Path file)
      throws IOException {
    spec.commandLine().getOut().print(ModelText.of(ModelFiles.read(file)));
    return 0;
  }

  /** Publishes models. */
  @Command(
      name = "publish",
      description = "Check models and publish them to models.v1.",
      mixinStandardHelpOptions = true)
  int publish(
      @ArgGroup(exclusive = false, multiplicity = "1") Announcement target,
      @Parameters(arity = "1..*", paramLabel = "FILE", description = "The models.")
          List<Path> files)
      throws IOException, InterruptedException {
    for (Path file : files) {
      ModelFiles.read(file);
    }
    try (Publisher publisher = target.open(Topics.MODELS, Topics.MAX_MODEL_BYTES)) {
      for (Path file : files) {
        byte[] json = Files.readAllBytes(file);
        String key = ModelKey.of(ModelJson.read(file.toString(), json));
        publisher.publish(key, json);
        spec.commandLine().getOut().printf("published %s, %,d bytes%n", key, json.length);
      }
    }
    return 0;
  }

  /** Withdraws models. */
  @Command(
      name = "withdraw",
      description = "Withdraw versions of models from models.v1.",
      mixinStandardHelpOptions = true)
  int withdraw(
      @ArgGroup(exclusive = false, multiplicity = "1") Announcement target,
      @Parameters(
              arity = "1..*",
              paramLabel = "KEY",
              description = "tenant/kind/id/version, as show and publish print it.")
          List<String> keys)
      throws IOException, InterruptedException {
    keys.forEach(ModelKey::checked);
    try (Publisher publisher = target.open(Topics.MODELS, Topics.MAX_MODEL_BYTES)) {
      for (String key : keys) {
        publisher.withdraw(key);
        spec.commandLine().getOut().printf("withdrew %s%n", key);
      }
    }
    return 0;
  }
}
