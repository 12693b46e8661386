package dev.tenure.server.chaos.workload;

import dev.tenure.job.RunContext;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.quartz.Job;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;

/**
 * Writes down, outside etcd, that it begins and how it ends: see {@link Witness}. At its begin and
 * before its end it also writes to the {@link GuardedRegister}, with its term.
 */
public class WitnessJob implements Job {

  private String folder = "";
  private String register = "";
  private long nap;
  private int fails;
  private boolean stubborn;

  /** Where the files are. */
  public final void setFolder(String folder) {
    this.folder = folder;
  }

  /** The socket of the register. */
  public final void setRegister(String register) {
    this.register = register;
  }

  /** How long to take, in milliseconds. */
  public final void setNap(long nap) {
    this.nap = nap;
  }

  /** How many of a hundred attempts fail. */
  public final void setFails(int fails) {
    this.fails = fails;
  }

  /** Whether interrupts are ignored. */
  public final void setStubborn(boolean stubborn) {
    this.stubborn = stubborn;
  }

  @Override
  public void execute(JobExecutionContext context) throws JobExecutionException {
    RunContext run = RunContext.of(context);
    note(run, "start", "-");
    String end = "cut";
    try {
      register(run, "start");
      end = rest(run);
      register(run, "end");
      if (end.equals("done") && Math.floorMod(run.runId().hashCode(), 100) < fails) {
        end = "failed";
        throw new JobExecutionException("this attempt was meant to fail");
      }
      context.setResult(end);
    } finally {
      note(run, "end", end);
    }
    if (end.equals("interrupted")) {
      throw new JobExecutionException("interrupted");
    }
  }

  private String rest(RunContext run) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(nap);
    boolean interrupted = false;
    for (long left = nap; left > 0; left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())) {
      run.progress((int) Math.max(0, Math.min(100, 100 - 100 * left / nap)), left + " ms to go");
      try {
        TimeUnit.MILLISECONDS.sleep(Math.min(left, 500));
      } catch (InterruptedException e) {
        interrupted = true;
        if (!stubborn) {
          return "interrupted";
        }
      }
    }
    interrupted |= Thread.interrupted();
    return !interrupted ? "done" : stubborn ? "stubborn" : "interrupted";
  }

  private void note(RunContext run, String what, String how) throws JobExecutionException {
    String line =
        String.join(
            " ",
            what,
            run.runId(),
            run.job(),
            Long.toString(run.slot().toEpochMilli()),
            Integer.toString(run.attempt()),
            Long.toString(run.term()),
            run.node(),
            Long.toString(ProcessHandle.current().pid()),
            Long.toString(System.currentTimeMillis()),
            // Linux counts it from the start of the machine, so processes may compare it.
            Long.toString(System.nanoTime()),
            how);
    // One write of a few bytes to a file opened for appending is not torn. No channel of NIO: one
    // would write nothing on a thread that is interrupted.
    try (OutputStream file = new FileOutputStream(folder + "/" + run.node() + ".lines", true)) {
      file.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new JobExecutionException(e);
    }
  }

  /** The register keeps the book; what it answers changes nothing here. */
  private void register(RunContext run, String what) {
    String line = run.term() + " " + run.runId() + " " + run.node() + " " + what + "\n";
    // A socket of the file system: it reaches the register from every network.
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(register);
    try (SocketChannel channel = SocketChannel.open(address)) {
      channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
      ByteBuffer answer = ByteBuffer.allocate(20);
      channel.read(answer);
    } catch (IOException e) {
      // It is away when the trial is over; and a thread that is interrupted writes nothing. That
      // it was interrupted is for whoever sleeps next to find out.
    }
  }
}
