// What a person can ask of the cluster. Each says how it went.
import { call, groupPath, jobPath, nodePath, runPath, verdictPath } from './api.js';
import { askForData, confirm } from './dialog.js';
import { say } from './notice.js';
import { runLink } from './parts.js';
import { logOut } from './session.js';
import { stale } from './store.js';

/** Does it, says so, and reads again. Answers what the node answered, undefined where it refused. */
async function ask(what, method, path, options) {
  try {
    const answer = (await call(method, path, options)) ?? {};
    stale();
    return answer;
  } catch (error) {
    say(`Could not ${what}: ${error.message}`, { bad: true });
    return undefined;
  }
}

async function told(what, method, path, otherwise, options) {
  const answer = await ask(what, method, path, options);
  if (answer) {
    say(answer.message ?? otherwise);
  }
}

/** Asks for the run's data first. */
export async function runNow(group, job, data) {
  const given = await askForData(job, data);
  if (given) {
    await trigger(group, job, given);
  }
}

export async function trigger(group, job, data) {
  const options = data && Object.keys(data).length ? { body: { data } } : {};
  const answer = await ask(`run ${job}`, 'POST', `${jobPath(group, job)}/trigger`, options);
  if (answer) {
    say(`Asked for a run of ${group}/${job}.`, { more: runLink(answer.run, 'Open the run') });
  }
}

export const pause = (group, job) =>
  told(`pause ${job}`, 'POST', `${jobPath(group, job)}/pause`, `Paused ${group}/${job}.`);

export const resume = (group, job) =>
  told(`resume ${job}`, 'POST', `${jobPath(group, job)}/resume`, `Resumed ${group}/${job}.`);

/** The same for several jobs, one after the other; says once how it went. */
export async function each(jobs, verb, done) {
  const refused = [];
  for (const { group, job } of jobs) {
    try {
      await call('POST', `${jobPath(group, job)}/${verb}`);
    } catch (error) {
      refused.push(`${group}/${job}: ${error.message}`);
    }
  }
  stale();
  const went = jobs.length - refused.length;
  if (went) {
    say(`${done} ${went} of ${jobs.length} jobs.`);
  }
  if (refused.length) {
    say(`Could not ${verb} ${refused.length}: ${refused.slice(0, 3).join('; ')}`, { bad: true });
  }
}

export async function interrupt(run) {
  const text = `${run.run} on ${run.node} is told to stop. What it has done until then stays done.`;
  if (await confirm('Interrupt this run?', text, 'Interrupt')) {
    await told('interrupt the run', 'POST', `${runPath(run.run)}/interrupt`, 'Told the run to stop.');
  }
}

export async function handOver(group, leader) {
  const text = `${leader.node} (term ${leader.term}) gives up group ${group}; the next node in the queue carries on.
    Its running jobs go on there, or are told to stop, as its settings say.`;
  if (await confirm(`Hand over ${group}?`, text, 'Hand over')) {
    await told('hand over', 'POST', `${groupPath(group)}/resign`, `Group ${group} is being handed over.`);
  }
}

export async function drain(node) {
  const text = `${node} hands over all that it leads and stands for nothing, also after a restart, until that is undone.
    Its running jobs go on there, or are told to stop, as its settings say.`;
  if (await confirm(`Drain ${node}?`, text, 'Drain')) {
    await told(`drain ${node}`, 'POST', `${nodePath(node)}/drain`, `Node ${node} is drained.`);
  }
}

export const undrain = (node) =>
  told(`undo that ${node} is drained`, 'POST', `${nodePath(node)}/undrain`, `Node ${node} takes part again.`);

/** Has the node judge the ledger of the last minutes, in the background. */
export async function judge(group, minutes) {
  const from = new Date(Date.now() - minutes * 60_000).toISOString();
  await ask('judge the ledger', 'POST', verdictPath(group), { body: { from } });
}

/** Answers whether the job is gone. */
export async function remove(group, job, revision) {
  const text = `${group}/${job} does not run any more. Its history stays until its retention ends.`;
  if (!(await confirm('Delete this job?', text, 'Delete'))) {
    return false;
  }
  const headers = { 'If-Match': `"${revision}"` };
  const answer = await ask(`delete ${job}`, 'DELETE', jobPath(group, job), { headers });
  if (answer) {
    say(`Deleted ${group}/${job}.`);
  }
  return Boolean(answer);
}

export async function leave() {
  try {
    await logOut();
  } catch (error) {
    say(`Could not log out: ${error.message}`, { bad: true });
  }
}
