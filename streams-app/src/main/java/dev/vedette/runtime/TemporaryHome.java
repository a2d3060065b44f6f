package dev.vedette.runtime;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** A directory of one's own below {@code java.io.tmpdir}, gone when it is closed. */
public final class TemporaryHome implements AutoCloseable {
  private final Path path;
  private boolean kept;

  private TemporaryHome(Path path) {
    this.path = path;
  }

  /** Makes an empty one, with a name that tells whose it was, should it be left over. */
  public static TemporaryHome make(String name) throws IOException {
    return new TemporaryHome(Files.createTempDirectory("vedette-" + name + "-").toRealPath());
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** Leaves it there, for who wants to know what went wrong. */
  public void keep() {
    kept = true;
  }

  @Override
  public void close() throws IOException {
    if (!kept) {
      Files.walkFileTree(path, new Deletion());
    }
  }

  /** Deletes what it visits, not following links; what is gone already is well. */
  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (failure instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw failure;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      Files.deleteIfExists(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}
