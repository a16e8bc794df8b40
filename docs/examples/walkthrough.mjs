// Caxton from another language: open a session, register an agent, submit, claim and complete a task;
// then come back exactly: events, a checkpoint, a recovery, and one step that answers a message.
//   npm install && node walkthrough.mjs 127.0.0.1:7001,127.0.0.1:7002,127.0.0.1:7003
import grpc from '@grpc/grpc-js';
import loader from '@grpc/proto-loader';
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';

const protos = fileURLToPath(new URL('../../proto/src/main/proto', import.meta.url));
const files = ['sessions', 'agents', 'tasks', 'journals', 'checkpoints', 'conversations', 'commits', 'recoveries'].map((name) => `caxton/v1/${name}.proto`);
const options = { includeDirs: [protos], keepCase: true, longs: String, enums: String, defaults: true, oneofs: true };
const { caxton: { v1 } } = grpc.loadPackageDefinition(loader.loadSync(files, options));
const addresses = (process.argv[2] ?? process.env.CAXTON_ADDRESSES ?? '127.0.0.1:7001').split(',');
const again = new Set([grpc.status.UNAVAILABLE, grpc.status.DEADLINE_EXCEEDED, grpc.status.INTERNAL]);
const pause = (millis) => new Promise((resolve) => setTimeout(resolve, millis));

// One call, tried node after node until the leader answers. The request stays the same, so its
// session and sequence make the cluster execute it once, however often it arrives.
async function call(service, method, request) {
  for (let tries = 0; ; tries++) {
    const client = new v1[service](addresses[tries % addresses.length], grpc.credentials.createInsecure());
    try {
      return await new Promise((resolve, reject) =>
        client[method](request, { deadline: Date.now() + 5000 }, (error, answer) => (error ? reject(error) : resolve(answer))));
    } catch (error) {
      if (!again.has(error.code) || tries > 100) throw error;
      await pause(100);
    } finally {
      client.close();
    }
  }
}

// A stream of answers, read to its end. A long one would go on from the last sequence it got.
async function readAll(service, method, request) {
  for (let tries = 0; ; tries++) {
    const client = new v1[service](addresses[tries % addresses.length], grpc.credentials.createInsecure());
    const answers = [];
    try {
      for await (const answer of client[method](request, { deadline: Date.now() + 5000 })) answers.push(answer);
      return answers;
    } catch (error) {
      if (!again.has(error.code) || tries > 100) throw error;
      await pause(100);
    } finally {
      client.close();
    }
  }
}

// A mutating call: the next sequence of the session. No earlier one is open here, we wait for each.
let session;
let sequence = 0;
const change = (service, method, request) => {
  sequence++;
  const call_ = { session_id: session, sequence, first_open: sequence };
  return call(service, method, { ...request, call: call_ });
};
// In a plural call each item has its own outcome.
const accepted = (item) => {
  if (item.refusal) throw new Error(`${item.refusal.reason}: ${item.refusal.message}`);
  return item;
};

const opened = await call('Sessions', 'OpenSession', { client_name: 'walkthrough.mjs' });
session = opened.session_id;
console.log('session', session);

const { agent } = await change('Agents', 'RegisterAgent', { agent_id: 'node-1', lease_millis: 10000 });
const me = { agent_id: agent.id, epoch: agent.epoch }; // in every call that the agent makes
console.log('agent', agent.id, 'epoch', agent.epoch);

const task = { id: `greeting-${session}`, queue: 'greetings', payload: Buffer.from('world') };
accepted((await change('Tasks', 'SubmitTasks', { tasks: [task] })).results[0]);

const { grants: [grant] } = await change('Tasks', 'ClaimTasks', { ...me, queues: ['greetings'], wait_millis: 3000 });
console.log('claimed', grant.task_id, 'attempt', grant.attempt, 'fence', grant.fence);

const result = Buffer.from(`hello, ${grant.payload}`);
const completion = { task_id: grant.task_id, fence: grant.fence, result }; // the fence proves that we still own it
accepted((await change('Tasks', 'CompleteTasks', { ...me, completions: [completion] })).results[0]);

const read = await call('Tasks', 'GetTask', { task_id: grant.task_id });
console.log(read.task.state, read.task.result.toString());

// Its state is the sum of its events. It saves a checkpoint after the second one and appends a third.
const event = (n) => ({ body: Buffer.from(String(n)) });
await change('Journals', 'AppendEvents', { ...me, events: [event(1), event(2)] });
const state = Buffer.from('3');
const sha256 = createHash('sha256').update(state).digest();
const { upload_id } = await change('Checkpoints', 'BeginCheckpoint', me);
await change('Checkpoints', 'PutCheckpointChunk', { ...me, upload_id, index: 0, data: state });
const covered = { covers_seq: 2, size_bytes: state.length, sha256, schema_id: 'sum-1' };
await change('Checkpoints', 'FinishCheckpoint', { ...me, upload_id, ...covered });
await change('Journals', 'AppendEvents', { ...me, expected_last_seq: 2, events: [event(4)] });

// It dies here; its successor begins a recovery, loads, applies what is left, and commits.
const registration = { agent_id: me.agent_id, lease_millis: 10000 };
const begun = await change('Recoveries', 'BeginRecovery', { registration, schema_ids: ['sum-1'] });
const back = { agent_id: begun.agent.id, epoch: begun.agent.epoch };
const { plan } = begun;
const loaded = await readAll('Checkpoints', 'LoadCheckpoint', { agent_id: back.agent_id, version: plan.checkpoint.version });
let sum = Number(Buffer.concat(loaded.map((part) => part.data)));
const range = { agent_id: back.agent_id, from_seq: plan.from_seq, to_seq: plan.last_seq };
for (const part of await readAll('Journals', 'ReadEvents', range)) {
  for (const one of part.events) sum += Number(one.body);
}
await change('Recoveries', 'CommitRecovery', { ...back, applied_seq: plan.last_seq, checkpoint_version: plan.checkpoint.version });
console.log('recovered in epoch', back.epoch, 'with sum', sum);

// Somebody asks it for the sum and one more; the ack, the event and the answer are one commit.
const asker = (await change('Agents', 'RegisterAgent', { agent_id: 'asker-1', lease_millis: 10000 })).agent;
const asks = { agent_id: asker.id, epoch: asker.epoch };
const { conversation } = await change('Conversations', 'OpenConversation', asks);
const question = { conversation_id: conversation.id, to_agent: back.agent_id, performative: 'PERFORMATIVE_QUERY', reply_with: 'sum', body: Buffer.from('5') };
accepted((await change('Conversations', 'SendMessages', { ...asks, messages: [question] })).results[0]);

const { messages: [asked] } = await change('Conversations', 'ReceiveMessages', { ...back, wait_millis: 3000 });
sum += Number(asked.body);
const answer = { conversation_id: asked.conversation_id, to_agent: asked.from_agent, performative: 'PERFORMATIVE_INFORM', in_reply_to: asked.reply_with, body: Buffer.from(String(sum)) };
const acks = [{ conversation_id: asked.conversation_id, seq: asked.seq }];
await change('Commits', 'Commit', { ...back, expected_last_seq: plan.last_seq, events: [event(asked.body)], acks, messages: [answer] });

const { messages: [told] } = await change('Conversations', 'ReceiveMessages', { ...asks, wait_millis: 3000 });
console.log('answered', told.body.toString());
await change('Agents', 'DeregisterAgent', asks);
await change('Agents', 'DeregisterAgent', back);
await call('Sessions', 'CloseSession', { session_id: session });
