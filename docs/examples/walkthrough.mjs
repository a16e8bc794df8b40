// Caxton from another language: open a session, register an agent, submit, claim and complete a task.
//   npm install && node walkthrough.mjs 127.0.0.1:7001,127.0.0.1:7002,127.0.0.1:7003
import grpc from '@grpc/grpc-js';
import loader from '@grpc/proto-loader';
import { fileURLToPath } from 'node:url';

const protos = fileURLToPath(new URL('../../proto/src/main/proto', import.meta.url));
const files = ['sessions', 'agents', 'tasks'].map((name) => `caxton/v1/${name}.proto`);
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
await change('Agents', 'DeregisterAgent', me);
await call('Sessions', 'CloseSession', { session_id: session });
