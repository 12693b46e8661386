package dev.tenure.quartz;

/**
 * Our job store in Tenure's own Quartz scheduler, which is started on a win and stands by after.
 */
final class TenureJobStore extends FencedJobStore {

  private final DefinitionSide definitions;
  private final FireSide fire;

  TenureJobStore(DefinitionSide definitions, FireSide fire) {
    this.definitions = definitions;
    this.fire = fire;
    fire.wakeBy(this::wake);
  }

  @Override
  DefinitionSide side() {
    return definitions;
  }

  @Override
  FireSide fire() {
    return fire;
  }

  @Override
  public void schedulerStarted() {}

  @Override
  public void schedulerPaused() {}

  @Override
  public void schedulerResumed() {}

  @Override
  public void shutdown() {}

  @Override
  public void setInstanceId(String schedInstId) {}

  @Override
  public void setInstanceName(String schedName) {}
}
