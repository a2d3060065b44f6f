package dev.vedette.training;

import dev.vedette.detectors.model.ModelHead;
import dev.vedette.detectors.model.PeerGroups;
import dev.vedette.events.SubjectKey;
import dev.vedette.training.smile.Clustering;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Learns who behaves like whom. */
final class PeerGroupFit {
  private static final int BEGINNINGS = 10;

  private PeerGroupFit() {}

  /**
   * Parts principals into groups, the greatest first: {@code g01}, {@code g02}, and so on. Of two
   * principals with one digest the first stays.
   *
   * @param k how many groups at most, 2 and up
   * @param seed the same seed, the same groups
   */
  static PeerGroups fit(ModelHead head, Profiles.Points profiles, int k, long seed) {
    if (profiles.points().length < k) {
      throw new IllegalArgumentException(
          "%d groups of %d principals: there must be one for each group at least"
              .formatted(k, profiles.points().length));
    }
    int[] partition = Clustering.of(profiles.points(), k, BEGINNINGS, seed).groups();
    var sizes = new int[k];
    for (int group : partition) {
      sizes[group]++;
    }
    int[] bySize =
        IntStream.range(0, k)
            .filter(group -> sizes[group] > 0)
            .boxed()
            .sorted(Comparator.<Integer>comparingInt(group -> -sizes[group]))
            .mapToInt(Integer::intValue)
            .toArray();
    var rank = new int[k];
    for (int i = 0; i < bySize.length; i++) {
      rank[bySize[i]] = i;
    }
    record Member(long digest, int group) {}
    var members = new ArrayList<Member>();
    for (int i = 0; i < partition.length; i++) {
      members.add(new Member(SubjectKey.digest64(profiles.whose().get(i)), rank[partition[i]]));
    }
    members.sort(Comparator.comparingLong(Member::digest));
    List<Member> single =
        IntStream.range(0, members.size())
            .filter(i -> i == 0 || members.get(i).digest() != members.get(i - 1).digest())
            .mapToObj(members::get)
            .toList();
    return new PeerGroups(
        head,
        IntStream.rangeClosed(1, bySize.length).mapToObj("g%02d"::formatted).toList(),
        single.stream().mapToLong(Member::digest).toArray(),
        single.stream().mapToInt(Member::group).toArray());
  }

  /** How many principals each group has. */
  static int[] sizes(PeerGroups peers) {
    var sizes = new int[peers.names().size()];
    Arrays.stream(peers.groups()).forEach(group -> sizes[group]++);
    return sizes;
  }
}
