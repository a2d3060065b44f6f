package dev.vedette.wire;

import dev.vedette.events.AccessEvent;
import dev.vedette.schemas.RegistryException;
import dev.vedette.schemas.WireFormatException;
import dev.vedette.schemas.WireFormatException.Reason;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * A user's own class that reads the values of {@code access.events.v1}: a public {@code
 * Deserializer<AccessEvent>} with a public constructor without arguments, on the class path.
 *
 * <p>What it throws for a record becomes a dead letter with reason {@code invalid-event}; a {@link
 * WireFormatException} keeps its own reason. It must be safe for use by many threads.
 */
public final class PluggableDeserializer implements Deserializer<AccessEvent> {
  private final Deserializer<?> own;

  private PluggableDeserializer(Deserializer<?> own) {
    this.own = own;
  }

  /**
   * Makes and configures the user's deserializer.
   *
   * @param className the class's full name
   * @param settings given to its {@code configure}
   * @throws IllegalArgumentException saying what is wrong with the class
   */
  public static PluggableDeserializer load(String className, Map<String, ?> settings) {
    Deserializer<?> own = instance(className);
    own.configure(settings, false);
    return new PluggableDeserializer(own);
  }

  @Override
  public @Nullable AccessEvent deserialize(String topic, byte @Nullable [] bytes) {
    try {
      return checked(own.deserialize(topic, bytes));
    } catch (WireFormatException | RegistryException e) {
      throw e;
    } catch (RuntimeException e) {
      throw failed(e);
    }
  }

  @Override
  public @Nullable AccessEvent deserialize(String topic, Headers headers, byte @Nullable [] bytes) {
    try {
      return checked(own.deserialize(topic, headers, bytes));
    } catch (WireFormatException | RegistryException e) {
      throw e;
    } catch (RuntimeException e) {
      throw failed(e);
    }
  }

  @Override
  public void close() {
    own.close();
  }

  private @Nullable AccessEvent checked(@Nullable Object read) {
    if (read == null || read instanceof AccessEvent) {
      return (AccessEvent) read;
    }
    throw new ClassCastException(
        "it gives %s, not %s".formatted(read.getClass().getName(), AccessEvent.class.getName()));
  }

  private WireFormatException failed(RuntimeException e) {
    return new WireFormatException(
        Reason.INVALID_EVENT,
        "%s: %s".formatted(own.getClass().getName(), e.getMessage() == null ? e : e.getMessage()),
        e);
  }

  private static Deserializer<?> instance(String className) {
    try {
      Class<?> found =
          Class.forName(className, true, Thread.currentThread().getContextClassLoader());
      if (!Deserializer.class.isAssignableFrom(found)) {
        throw wrong(className, "does not implement " + Deserializer.class.getName(), null);
      }
      return (Deserializer<?>) found.getConstructor().newInstance();
    } catch (ClassNotFoundException | LinkageError e) {
      throw wrong(
          className, "is not on the class path, or needs what is not: " + e.getMessage(), e);
    } catch (NoSuchMethodException | IllegalAccessException e) {
      throw wrong(className, "is not public with a public constructor without arguments", e);
    } catch (InstantiationException e) {
      throw wrong(className, "is abstract", e);
    } catch (InvocationTargetException e) {
      throw wrong(className, "cannot be made: " + e.getCause(), e);
    }
  }

  private static IllegalArgumentException wrong(
      String className, String what, @Nullable Throwable cause) {
    return new IllegalArgumentException(
        "the deserializer class \"%s\" for access.events.v1 %s".formatted(className, what), cause);
  }
}
