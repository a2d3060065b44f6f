package dev.vedette.runtime;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An instance's place in the group, which the group keeps for it while it is away.
 *
 * <p>Who comes back under its stable name before the session times out gets its old work without a
 * rebalance (KIP-345), and so the group goes on to say of it what it said before: the address where
 * it used to be asked. All would then ask at the old address, it itself too, for as long as nothing
 * else moves. So an instance that may have another address than last time gives its old place up
 * before it joins. Which address it had is kept beside its stores.
 */
final class Membership {
  private static final Logger LOG = LoggerFactory.getLogger(Membership.class);

  private final Admin admin;
  private final String group;
  private final String instance;
  private final Path remembered;
  private final Duration patience;

  /**
   * The place of one instance.
   *
   * @param instance its stable name
   * @param stateDirectory where its stores are
   * @param patience how long each answer of the broker is waited for
   */
  Membership(Admin admin, String group, String instance, Path stateDirectory, Duration patience) {
    this.admin = admin;
    this.group = group;
    this.instance = instance;
    this.remembered = stateDirectory.resolve(group + ".address");
    this.patience = patience;
  }

  /**
   * Called before it joins: gives up what the group keeps for it, unless it was at this address
   * last time.
   *
   * @throws IllegalStateException if the broker refuses or does not answer
   */
  void comeAs(String address) throws InterruptedException {
    try {
      if (Files.exists(remembered) && Files.readString(remembered).equals(address)) {
        return;
      }
      List<MemberToRemove> kept = kept();
      if (!kept.isEmpty()) {
        LOG.info("{} comes back at another address: the group distributes its work anew", instance);
        await(
            admin
                .removeMembersFromConsumerGroup(
                    group, new RemoveMembersFromConsumerGroupOptions(kept))
                .all());
      }
      Files.createDirectories(remembered.getParent());
      Files.writeString(remembered, address);
    } catch (IOException e) {
      throw new UncheckedIOException("the address of this instance cannot be kept", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(
          "the old place of %s in the group %s cannot be given up: %s"
              .formatted(instance, group, e.getMessage()),
          e);
    }
  }

  /** The members of its threads: Kafka Streams adds a thread's number to the name. */
  private List<MemberToRemove> kept()
      throws ExecutionException, InterruptedException, TimeoutException {
    Pattern mine = Pattern.compile(Pattern.quote(instance) + "-\\d+");
    var described = admin.describeConsumerGroups(List.of(group)).describedGroups().get(group);
    try {
      return await(requireNonNull(described)).members().stream()
          .flatMap(member -> member.groupInstanceId().stream())
          .filter(name -> mine.matcher(name).matches())
          .map(MemberToRemove::new)
          .toList();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GroupIdNotFoundException) {
        return List.of();
      }
      throw e;
    }
  }

  private <T> T await(KafkaFuture<T> answer)
      throws ExecutionException, InterruptedException, TimeoutException {
    return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
  }
}
