package dev.vedette.flows.policies;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vedette.flows.Following;
import dev.vedette.policy.Policies;
import dev.vedette.policy.PolicyFile;
import dev.vedette.policy.PolicyKey;
import dev.vedette.risk.Policy;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsBuilder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records of policies in, into the memory of this instance, while it runs. A global store remembers
 * them, so that a restart knows what was in force before the first event.
 */
public final class PoliciesFlow {
  /** What records say of policies, on every instance. */
  public static final String KNOWN = "policies-known-v1";

  private static final Logger LOG = LoggerFactory.getLogger(PoliciesFlow.class);

  private PoliciesFlow() {}

  private record Told(PolicyKey key, Policy policy) {}

  /** Tells of the policies of a topic. */
  public static void follow(StreamsBuilder builder, String topic, Policies policies) {
    Following.<Told>follow(
        builder,
        topic,
        "policies",
        KNOWN,
        "policies-read-policies",
        PoliciesFlow::read,
        (before, after) -> {
          if (after != null) {
            change(policies, after.key(), after.policy());
          } else if (before != null) {
            change(policies, before.key(), null);
          }
        });
  }

  private static void change(Policies policies, PolicyKey key, @Nullable Policy policy) {
    String version = policy == null ? "(none)" : policy.version();
    if (key.isCandidate()) {
      policies.tryOut(key.tenant(), policy);
      LOG.info("candidate \"{}\" tried on tenant {}", version, key.tenant());
    } else {
      policies.replace(key.tenant(), policy);
      LOG.info("policy \"{}\" of tenant {}", version, key.tenant());
    }
  }

  private static Told read(Bytes key, byte[] value) {
    return new Told(PolicyKey.of(new String(key.get(), UTF_8)), PolicyFile.read(KNOWN, value));
  }
}
