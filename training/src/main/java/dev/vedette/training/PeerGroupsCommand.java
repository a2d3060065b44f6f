package dev.vedette.training;

import dev.vedette.detectors.model.ModelKind;
import dev.vedette.detectors.model.PeerGroups;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Learns peer groups. */
@Command(
    name = "peer-groups",
    description = "Learn who behaves like whom: what they do, on what, at which part of the day.",
    mixinStandardHelpOptions = true)
final class PeerGroupsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private HeadOptions head;

  @Option(
      names = "--events",
      required = true,
      paramLabel = "FILE",
      description =
          "Access events as JSON lines, as simulate and normalize write them; .gz is unpacked. May"
              + " be repeated.")
  private List<Path> events;

  @Option(
      names = "--k",
      required = true,
      paramLabel = "N",
      description = "How many groups, 2 and up.")
  private int k;

  @Option(
      names = "--least-events",
      paramLabel = "N",
      defaultValue = "50",
      description = "Principals of fewer events are in no group (default ${DEFAULT-VALUE}).")
  private int leastEvents;

  @SuppressWarnings("NullAway.Init")
  PeerGroupsCommand() {}

  @Override
  public Integer call() throws IOException {
    var profiles = new Profiles();
    for (Path file : events) {
      profiles.add(file);
    }
    PeerGroups peers =
        PeerGroupFit.fit(
            head.head(ModelKind.PEER_GROUPS, events), profiles.points(leastEvents), k, head.seed());
    long bytes = head.write(peers);
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "%s: %,d principals in %d groups of %s, %,d bytes%n",
            head.out(),
            peers.subjects().length,
            peers.names().size(),
            Arrays.stream(PeerGroupFit.sizes(peers))
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(", ")),
            bytes);
    return 0;
  }
}
