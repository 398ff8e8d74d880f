# SPDX-FileCopyrightText: 2026 The Tapline contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What stands between client and generator: how each is started, and what of it is measured."""

import os
import shutil
import signal
import socket

from processes import Process, StartError

NGINX = '''
daemon off;
master_process off;
worker_processes 1;
worker_rlimit_nofile {files};
pid {folder}/nginx.pid;
error_log {folder}/nginx.log crit;
events {{ worker_connections 8192; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  keepalive_requests 100000000;
  upstream gateway {{
    server {address};
    keepalive 64;
    keepalive_requests 100000000;
  }}
  server {{
    listen 127.0.0.1:{port} backlog=4096;
    location / {{
      proxy_pass {scheme}://gateway;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_buffering off;
      proxy_request_buffering off;
      proxy_buffer_size {buffer};
      proxy_buffers 8 {buffer};
      proxy_read_timeout 3600s;
      proxy_ssl_trusted_certificate {ca};
      proxy_ssl_verify on;
      proxy_ssl_name localhost;
      proxy_ssl_server_name on;
    }}
  }}
}}
'''

MITMPROXY = '''
def responseheaders(flow):
    flow.response.stream = True
'''


def free_port():
    with socket.socket() as listener:
        listener.bind(('127.0.0.1', 0))
        return listener.getsockname()[1]


class Candidate:
    """One way from client to generator. Made anew for each round."""

    passes_tls = False  # the client's TLS ends at the generator

    def __init__(self, name, program=None):
        self.name = name
        self.program = program
        self.process = None
        self.address = None

    def missing(self):
        """Why it cannot run here, or None."""
        if self.program is None:
            return 'not installed'
        if os.path.isfile(self.program) or shutil.which(self.program):
            return None
        return f'{self.program} is not there'

    def command(self, lab):
        raise NotImplementedError

    def start(self, lab):
        """@lab: folder, upstream, ca (None where plain) and cpus."""
        self.process = Process(self.command(lab), lab.cpus,
                               os.path.join(lab.folder, f'{self.name}.stderr'))
        try:
            self.address = self.find_address()
        except StartError:
            self.stop()
            raise

    def find_address(self):
        line = self.process.read_line(20)
        if not line.startswith('http'):
            raise StartError(f'{self.name} did not start: {line or self.process.errors()}')
        return line.split('://', 1)[1].split()[0].rstrip('/')

    def wait_for_port(self, port):
        """For programs that do not say when they listen."""
        for _attempt in range(400):
            if self.process.child.poll() is not None:
                break
            try:
                socket.create_connection(('127.0.0.1', port), 1).close()
                return f'127.0.0.1:{port}'
            except OSError:
                self.process.read_line(0.05)
        raise StartError(f'{self.name} did not start: {self.process.errors()}')

    def stop(self):
        if self.process is not None:
            self.process.stop()
            self.process = None

    def cpu(self):
        """CPU times in ns by name; 'total' always."""
        return {'total': self.process.cpu_ns()} if self.process else {'total': 0}


class Direct(Candidate):
    passes_tls = True

    def missing(self):
        return None

    def start(self, lab):
        self.address = lab.upstream.split('://', 1)[1]


class Relay(Candidate):
    """Knows no TLS: the client's goes through it."""

    passes_tls = True

    def command(self, lab):
        return [self.program, '--upstream', lab.upstream, '--listen', '127.0.0.1:0']


class Soup(Candidate):
    def command(self, lab):
        command = [self.program, '--upstream', lab.upstream, '--listen', '127.0.0.1:0']
        return command + (['--upstream-ca', lab.ca] if lab.ca else [])


class Tapline(Candidate):
    log = None

    def command(self, lab):
        self.log = os.path.join(lab.folder, 'capture.tapline.jsonl')
        command = [self.program, 'record', '--upstream', lab.upstream, '--listen', '127.0.0.1:0',
                   '--output', self.log, '--control', os.path.join(lab.folder, 'control')]
        return command + (['--upstream-ca', lab.ca] if lab.ca else [])

    def cpu(self):
        times = super().cpu()
        for name, thread in (('relay', 'tap-relay'), ('journal', 'tap-journal'),
                             ('follower', 'tap-follower'), ('main', os.path.basename(self.program)[:15])):
            value = self.process.thread_cpu_ns(thread)
            if value is not None:
                times[name] = value
        return times

    def stop(self):
        """Its log is whole once it has ended."""
        if self.process is not None:
            self.process.stop(signal.SIGINT, 30)
            self.process = None


class Nginx(Candidate):
    port = 0

    def __init__(self, name, program, buffer):
        super().__init__(name, program)
        self.buffer = buffer

    def command(self, lab):
        folder = os.path.join(lab.folder, self.name)
        os.makedirs(folder, exist_ok=True)
        self.port = free_port()
        scheme, address = lab.upstream.split('://')
        path = os.path.join(folder, 'nginx.conf')
        with open(path, 'w', encoding='utf-8') as config:
            config.write(NGINX.format(folder=folder, address=address, port=self.port,
                                      scheme=scheme, buffer=self.buffer, files=20000,
                                      ca=lab.ca or lab.any_ca))
        return [self.program, '-p', folder, '-e', os.path.join(folder, 'nginx.log'), '-c', path]

    def find_address(self):
        return self.wait_for_port(self.port)


class Mitmproxy(Candidate):
    port = 0

    def command(self, lab):
        script = os.path.join(lab.folder, 'stream.py')
        with open(script, 'w', encoding='utf-8') as out:
            out.write(MITMPROXY)
        self.port = free_port()
        return [self.program, '--quiet', '--mode', f'reverse:{lab.upstream}',
                '--listen-host', '127.0.0.1', '--listen-port', str(self.port),
                '--set', f'confdir={lab.folder}/mitmproxy', '--set', 'flow_detail=0',
                '--set', f'ssl_verify_upstream_trusted_ca={lab.any_ca}', '--script', script]

    def find_address(self):
        return self.wait_for_port(self.port)
