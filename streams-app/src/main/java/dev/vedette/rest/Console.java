package dev.vedette.rest;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The console: a page, its modules and its stylesheet, from the class path. They hold nothing that
 * is worth a token; what they show they ask this server for, as anybody else, and no other: their
 * content security policy lets them reach nothing else, and run no script but theirs.
 */
final class Console {
  /** Where it is. */
  static final String PATH = "/console/";

  static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
          + "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final String PAGE = "index.html";
  private static final List<String> FILES =
      List.of(
          PAGE,
          "api.js",
          "app.js",
          "board.js",
          "console.css",
          "detectors.js",
          "draw.js",
          "icon.svg",
          "incidents.js",
          "letters.js",
          "live.js",
          "parts.js",
          "pipeline.js",
          "signin.js",
          "subject.js",
          "theme.js",
          "verdict.js");

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml");

  private final Map<String, Asset> assets = new TreeMap<>();

  private record Asset(String type, byte[] bytes, String tag) {}

  /** Reads all of it. */
  Console() {
    FILES.forEach(file -> put(file, "/console/" + file));
    put(
        "preact.js",
        "/META-INF/resources/webjars/preact/%s/dist/preact.module.js".formatted(preact()));
  }

  /** Whether a path, as it was sent, is one of the console's. */
  static boolean isAt(String path) {
    return path.equals("/") || path.equals("/console") || path.startsWith(PATH);
  }

  /** Adds its paths; {@code /} leads to it. */
  void serve(JavalinConfig config) {
    config.routes.get("/", context -> context.redirect(PATH));
    config.routes.get("/console", context -> context.redirect(PATH));
    config.routes.get(PATH, context -> answer(context, assets.get(PAGE)));
    config.routes.get(
        PATH + "{file}", context -> answer(context, assets.get(context.pathParam("file"))));
  }

  private static void answer(Context context, @Nullable Asset asset) {
    if (asset == null) {
      throw new ProblemException(Problem.notFound());
    }
    context.header("Content-Security-Policy", CONTENT_SECURITY_POLICY);
    context.header("Referrer-Policy", "no-referrer");
    context.header("Cache-Control", "no-cache");
    context.header("ETag", asset.tag());
    if (asset.tag().equals(context.header("If-None-Match"))) {
      context.status(304);
    } else {
      context.contentType(asset.type()).result(asset.bytes());
    }
  }

  private void put(String name, String resource) {
    byte[] bytes = bytes(resource);
    String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    if (type == null) {
      throw new IllegalStateException(name + " has no type");
    }
    assets.put(name, new Asset(type, bytes, tag(bytes)));
  }

  private static String tag(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return '"' + HexFormat.of().formatHex(digest, 0, 12) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The version that the build chose. */
  private static String preact() {
    var properties = new Properties();
    try (var reader =
        new StringReader(
            new String(
                bytes("/META-INF/maven/org.webjars.npm/preact/pom.properties"),
                StandardCharsets.UTF_8))) {
      properties.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version");
  }

  private static byte[] bytes(String resource) {
    try (InputStream in = Console.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is not in the application");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
