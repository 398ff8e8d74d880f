# SPDX-FileCopyrightText: 2026 The Tapline contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Child processes that never outlive the benchmark, and what /proc says of them."""

import ctypes
import os
import resource
import select
import signal
import subprocess
import time

PR_SET_PDEATHSIG = 1
TICK = os.sysconf('SC_CLK_TCK')
_libc = ctypes.CDLL(None, use_errno=True)


class StartError(Exception):
    """A program that did not come up."""


def raise_file_limit():
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def cores():
    """The core of generator and client, and the core of the proxy: the same where there is one."""
    allowed = sorted(os.sched_getaffinity(0))
    return allowed[0], allowed[min(1, len(allowed) - 1)]


class Process:
    """A child, with one pipe to read its lines from. It dies with the benchmark."""

    def __init__(self, command, cpus, log):
        def prepare():
            _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
            os.sched_setaffinity(0, cpus)

        self.command = command
        self.log = log
        with open(log, 'wb') as errors:
            self.child = subprocess.Popen(command, stdin=subprocess.DEVNULL,
                                          stdout=subprocess.PIPE, stderr=errors,
                                          preexec_fn=prepare)
        self.pid = self.child.pid
        self.pending = b''

    def read_line(self, timeout):
        """The next line of its stdout, without the line end; '' at the end or in time."""
        descriptor = self.child.stdout.fileno()
        end = time.monotonic() + timeout
        while b'\n' not in self.pending:
            left = end - time.monotonic()
            if left <= 0 or not select.select([descriptor], [], [], left)[0]:
                return ''
            data = os.read(descriptor, 65536)
            if not data:
                return ''
            self.pending += data
        line, self.pending = self.pending.split(b'\n', 1)
        return line.decode()

    def discard_output(self):
        """What it printed since is not wanted, but must not fill the pipe."""
        descriptor = self.child.stdout.fileno()
        while select.select([descriptor], [], [], 0)[0] and os.read(descriptor, 65536):
            pass

    def errors(self):
        with open(self.log, encoding='utf-8', errors='replace') as errors:
            return errors.read()[-2000:].strip()

    def send(self, number):
        if self.child.poll() is None:
            self.child.send_signal(number)

    def stop(self, number=signal.SIGTERM, timeout=10):
        """Ends it, by force if it does not follow. Returns its exit status."""
        self.send(signal.SIGCONT)
        self.send(number)
        end = time.monotonic() + timeout
        while self.child.poll() is None and time.monotonic() < end:
            self.discard_output()
            time.sleep(0.01)
        if self.child.poll() is None:
            self.child.kill()
            self.child.wait()
        self.child.stdout.close()
        return self.child.returncode

    def set_cpus(self, cpus):
        for task in os.listdir(f'/proc/{self.pid}/task'):
            try:
                os.sched_setaffinity(int(task), cpus)
            except ProcessLookupError:
                pass

    def cpu_ns(self):
        """CPU time of all its threads, also of those that ended, in ns."""
        return time.clock_gettime_ns((~self.pid << 3) | 2)

    def thread_cpu_ns(self, name):
        """CPU time of its living threads of this name, in ns; None if there is none."""
        total = None
        for task in os.listdir(f'/proc/{self.pid}/task'):
            folder = f'/proc/{self.pid}/task/{task}'
            try:
                with open(f'{folder}/comm', encoding='utf-8') as comm:
                    if comm.read().strip() != name:
                        continue
                with open(f'{folder}/schedstat', encoding='utf-8') as schedstat:
                    total = (total or 0) + int(schedstat.read().split()[0])
            except FileNotFoundError:
                pass
        return total

    def memory(self):
        """Resident memory now, its peak since reset_peak(), and its private part, in kB."""
        values = {}
        with open(f'/proc/{self.pid}/status', encoding='utf-8') as status:
            for line in status:
                name, _colon, rest = line.partition(':')
                if name in ('VmRSS', 'VmHWM', 'RssAnon'):
                    values[name] = int(rest.split()[0])
        return values

    def reset_peak(self):
        try:
            with open(f'/proc/{self.pid}/clear_refs', 'w', encoding='utf-8') as clear:
                clear.write('5')
        except OSError:
            pass


class Machine:
    """What the machine did besides: time stolen by the host, CPU time of others."""

    def __init__(self):
        self.at = time.monotonic()
        self.busy, self.steal = self._read()

    @staticmethod
    def _read():
        with open('/proc/stat', encoding='utf-8') as stat:
            fields = [int(field) for field in stat.readline().split()[1:]]
        user, nice, system, _idle, _wait, irq, softirq, steal = fields[:8]
        return (user + nice + system + irq + softirq) / TICK, steal / TICK

    def since(self, own_seconds):
        """Shares of one core since this was made; @own_seconds: our processes' CPU time."""
        elapsed = max(time.monotonic() - self.at, 1e-9)
        busy, steal = self._read()
        return {'seconds': elapsed, 'steal': (steal - self.steal) / elapsed,
                'others': max(0.0, (busy - self.busy - own_seconds) / elapsed)}
