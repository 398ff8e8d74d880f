#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Tapline contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The layers hold: what each folder includes, and what its objects really refer to.

layers.py SOURCE_ROOT BUILD_ROOT    checks the sources and the objects built from them
layers.py --self-check              plants violations of each kind, and expects them to be found
"""
import argparse
import os
import pathlib
import re
import subprocess
import sys
import tempfile

# Groups of symbols that a layer may be forbidden, with the reason that is printed.
GROUPS = {
    'sockets': ('it knows no socket', re.compile(
        r'socket(pair)?|connect|bind|listen|accept4?|send(to|msg|mmsg|file)?|recv(from|msg|mmsg)?|'
        r'shutdown|getaddrinfo|gethostby.*|p?poll|p?select|epoll_.*|setsockopt|getsockopt|'
        r'gnutls_.*|g_socket.*|g_inet_.*|g_network_.*|g_resolver_.*|g_tls_.*|g_unix_.*')),
    'files': ('it knows no file', re.compile(
        r'open(at)?|creat|close|p?read(v|link)?|p?write(v)?|[fl]?stat(at|x)?|unlink(at)?|rename(at)?|'
        r'mkdir(at)?|opendir|readdir|mmap|munmap|lseek|f(data)?sync|ftruncate|fallocate|posix_fallocate|'
        r'fd?open|freopen|fclose|fread|fwrite|fgets|fputs|fprintf|getline|tmpfile|mkstemp|'
        r'g_(f?open|creat|close|unlink|remove|rename|mkdir|stat|lstat|access|rmdir|mkdtemp|mkstemp)|'
        r'g_mkdir_with_parents|g_file_.*|g_mapped_file_.*|g_dir_.*|g_key_file_.*_file|g_io_channel_.*|'
        r'g_.*_(in|out)put_stream_.*|json_parser_load_from_(file|stream|mapped_file).*|'
        r'json_generator_to_(file|stream)|g_get_(home|tmp|user_.*|system_.*)_dirs?')),
    'clock': ('net/engine/tap-clock.c alone reads a clock, so that all times of a log agree', re.compile(
        r'clock(_gettime)?|f?time|gettimeofday|timespec_get|g_get_(monotonic|real|current)_time|'
        r'g_date_time_new_now.*|g_source_get_(current_)?time|g_timer_.*')),
    'timers': ('time comes in as a number', re.compile(
        r'clock_(nanosleep|settime)|localtime.*|gmtime.*|(u|nano)?sleep|timerfd_.*|timer_.*|setitimer|alarm|'
        r'g_usleep')),
    'threads': ('it knows no thread and no loop', re.compile(
        r'pthread_.*|thrd_.*|g_thread_.*|g_mutex_.*|g_rec_mutex_.*|g_rw_lock_.*|g_cond_.*|'
        r'g_private_.*|g_async_queue_.*|g_task_.*|g_main_.*|g_timeout_.*|g_idle_.*|g_source_.*')),
    'processes': ('it starts and asks nothing of the system', re.compile(
        r'v?fork|exec[lv].*|system|popen|posix_spawn.*|g_spawn_.*|g_subprocess_.*|kill|signal|sigaction|'
        r'(secure_)?getenv|setenv|g_getenv|g_setenv')),
    'output': ('a broken protocol is data, never a message', re.compile(
        r'printf|v?printf|puts|putchar|perror|g_print(err)?|g_log(_structured.*)?|g_logv')),
    'widgets': ('it knows no widget', re.compile(r'(gtk|gdk|gsk|adw|pango)_.*')),
    'tls': ('it never speaks to a gateway', re.compile(r'gnutls_.*')),
    'blocking': ('the window never waits for a disk or a socket', re.compile(
        r'g_file_(get|set)_contents.*|g_file_(load|replace)_contents|g_file_(read|create|append_to|replace|'
        r'delete|copy|move|query_exists|query_info|make_directory|enumerate_children)|'
        r'fopen|open|read|write|recv.*|send.*|connect|socket|usleep|g_usleep|g_spawn_.*sync|'
        r'soup_session_(send|send_and_read|send_and_splice)')),
}

# folder: what it may use of the project itself, what is forbidden to its objects, and of which
# library only some symbols are allowed.
LAYERS = {
    'core': {
        'below': [],
        'forbidden': ['sockets', 'files', 'clock', 'timers', 'threads', 'processes', 'output', 'widgets'],
        'only': {
            'libgio-2.0.so': re.compile(r'g_list_(model|store)_.*'),
            'libsoup-3.0.so': re.compile(r'soup_(header|headers|date_time|status|message_headers)_.*'),
        },
        'includes': re.compile(
            r'glib(/.*)?\.h|glib-object\.h|gio/gio\.h|json-glib/json-glib\.h|libsoup/soup\.h|'
            r'zlib\.h|brotli/decode\.h|zstd(_errors)?\.h|string\.h|math\.h|stdarg\.h|limits\.h|'
            r'(emm|xmm|imm)intrin\.h|arm_neon\.h'),
    },
    'net/reader': {
        'below': ['core'],
        'forbidden': ['clock', 'widgets', 'tls'],
    },
    'net/engine': {
        'below': ['core', 'net/reader'],
        'forbidden': ['clock', 'widgets'],
    },
    'cli': {
        'below': ['core', 'net/reader', 'net/engine'],
        'forbidden': ['clock', 'widgets'],
    },
    'app': {
        'below': ['core', 'net/reader'],
        'forbidden': ['clock', 'tls', 'blocking'],
    },
}

# What single files may use all the same: file, symbols, why. Each must be in use.
EXCEPTIONS = [
    ('core/tap-record-parse.c', 'g_private_(get|set)',
     'each thread that parses keeps its own scratch memory from line to line; nothing is shared'),
    ('net/engine/tap-clock.c', 'g_get_(monotonic|real)_time', 'this is the clock'),
    ('net/engine/tap-relay.c', 'clock_gettime',
     'what the relay thread has used of the processor is no time of day, and in no record'),
    ('net/reader/tap-log-reader.c', 'g_source_get_time',
     'when to look at the file again, in the loop\'s own time; no record gets it'),
]

MAX_LINES = 500
COUNTED = {'.c', '.h', '.py', '.sh', '.mjs'}
HEADED = COUNTED | {'.build', '.ui', '.xml', '.in', '.svg'}
SPDX = re.compile(r'SPDX-FileCopyrightText: .+\n.*SPDX-License-Identifier: \S+')
SKIPPED = re.compile(r'^(\.git|build.*|_.*|node_modules|__pycache__|subprojects|corpus)$')
INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]', re.M)


def strip_fortify(symbol):
    """__read_chk, open64 and the like are the function that was written."""
    symbol = symbol.partition('@')[0]
    symbol = re.sub(r'^__(?:isoc\d+_)?(\w+?)(_chk)?$', r'\1', symbol)
    return re.sub(r'64(_2)?$|_2$', '', symbol)


def nm(path, *options):
    done = subprocess.run(['nm', *options, str(path)], capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f'nm {path}: {done.stderr.strip()}')
    return [line.split() for line in done.stdout.splitlines() if line.strip()]


def exported(library):
    """The symbols of a shared library that the compiler would link."""
    compiler = os.environ.get('CC', 'cc').split()
    done = subprocess.run([*compiler, f'-print-file-name={library}'], capture_output=True, text=True)
    path = pathlib.Path(done.stdout.strip())
    if not path.is_file():
        raise SystemExit(f'{library} was not found, so that its use cannot be checked')
    return {words[-1].partition('@')[0] for words in nm(path, '-D', '--defined-only')}


class Objects:
    """What the objects of one folder define and what they refer to."""

    def __init__(self, source, build, layer):
        self.defined, self.wanted = set(), set()
        folder = build / 'src' / layer
        for path in sorted(folder.glob('*.p/*.c.o')):
            name = path.name[:-2]
            # An object may outlive its source in the build folder.
            if not (source / 'src' / layer / name).exists():
                continue
            for words in nm(path):
                kind, symbol = words[-2], words[-1]
                if kind in 'Uw':
                    self.wanted.add((symbol, name))
                elif kind.isupper():
                    self.defined.add(symbol)


def check_objects(source, build, exceptions):
    problems = []
    unused = {(file, symbols) for file, symbols, _ in exceptions}
    objects = {layer: Objects(source, build, layer) for layer in LAYERS}
    for layer, rules in LAYERS.items():
        mine = objects[layer]
        if not mine.wanted and any((source / 'src' / layer).glob('*.c')):
            problems.append(f'src/{layer}: nothing was built, so that nothing could be checked')
        above = set(LAYERS) - {layer} - set(rules['below'])
        libraries = {name: exported(name) for name in rules.get('only', {})}
        for symbol, name in sorted(mine.wanted):
            where = f'src/{layer}/{name}: {symbol}'
            plain = strip_fortify(symbol)
            for other in sorted(above):
                if symbol in objects[other].defined and symbol not in mine.defined:
                    problems.append(f'{where} is of {other}, which does not lie below {layer}')
            excepted = {(file, symbols) for file, symbols, _ in exceptions
                        if file == f'{layer}/{name}' and re.fullmatch(symbols, plain)}
            unused -= excepted
            for group in [] if excepted else rules['forbidden']:
                reason, pattern = GROUPS[group]
                if pattern.fullmatch(plain):
                    problems.append(f'{where} is forbidden to {layer} ({group}): {reason}')
            for library, symbols in libraries.items():
                if symbol in symbols and not rules['only'][library].fullmatch(symbol):
                    problems.append(f'{where} is not what {layer} may use of {library}')
    for file, symbols in sorted(unused):
        problems.append(f'src/{file} no longer needs to be excepted for {symbols}')
    return problems


def check_includes(source):
    problems = []
    homes = {layer: {path.name for path in (source / 'src' / layer).glob('*.h')} for layer in LAYERS}
    for layer, rules in LAYERS.items():
        reachable = set.union({'config.h'}, homes[layer], *(homes[below] for below in rules['below']))
        allowed = rules.get('includes')
        for path in sorted((source / 'src' / layer).glob('*.[ch]')):
            where = path.relative_to(source)
            text = path.read_text('utf-8')
            for mark, name in INCLUDE.findall(text):
                if mark == '"' and pathlib.PurePath(name).name not in reachable:
                    problems.append(f'{where} includes {name}, which is not of {layer} or below it')
                if mark == '<' and allowed and not allowed.fullmatch(name):
                    problems.append(f'{where} includes <{name}>, which is nothing for {layer}')
    return problems


def project_files(source):
    for folder, folders, names in os.walk(source):
        folders[:] = sorted(name for name in folders if not SKIPPED.match(name))
        for name in sorted(names):
            path = pathlib.Path(folder, name)
            if not path.is_symlink():
                yield path


def is_script(path):
    with open(path, 'rb') as file:
        return file.read(2) == b'#!'


def check_files(source):
    problems = []
    for path in project_files(source):
        script = path.suffix == '' and is_script(path)
        where = path.relative_to(source)
        if path.suffix not in HEADED and not script:
            continue
        text = path.read_text('utf-8')
        lines = text.count('\n')
        if (path.suffix in COUNTED or script) and lines > MAX_LINES:
            problems.append(f'{where} has {lines} lines; cut it by its jobs, {MAX_LINES} are the most')
        if not SPDX.search('\n'.join(text.splitlines()[:5])):
            problems.append(f'{where} does not begin with the two lines that name its licence')
    return problems


def check_all(source, build, exceptions):
    return check_files(source) + check_includes(source) + check_objects(source, build, exceptions)


HEADER = ('/* SPDX-FileCopyrightText: 2026 The Tapline contributors\n'
          ' * SPDX-License-Identifier: GPL-3.0-or-later */\n')

# What is planted, where, and the words by which the complaint is known.
PLANTED = [
    ('core/a.c', 'int socket (int, int, int); int f (void) { return socket (0, 0, 0); }', '(sockets)'),
    ('core/b.c', 'long read (int, void *, unsigned long); long g (void *p) { return read (0, p, 1); }', '(files)'),
    ('core/c.c', 'long time (long *); long h (void) { return time (0); }', '(clock)'),
    ('core/d.c', 'void g_mutex_lock (void *); void i (void *p) { g_mutex_lock (p); }', '(threads)'),
    ('core/d2.c', 'void *g_private_get (void *); void *i (void *p) { return g_private_get (p); }', '(threads)'),
    ('core/d3.c', 'unsigned sleep (unsigned); void i (void) { sleep (1); }', '(timers)'),
    ('core/e.c', 'void *gtk_label_new (char *); void *j (void) { return gtk_label_new (0); }', '(widgets)'),
    ('core/f.c', 'void *g_application_new (char *, int); void *k (void) { return g_application_new (0, 0); }',
     'may use of libgio'),
    ('core/g.c', 'void engine_do (void); void l (void) { engine_do (); }', 'is of net/engine'),
    ('core/h.c', '#include <fcntl.h>\nint m;', 'includes <fcntl.h>'),
    ('core/i.c', 'int __read_chk (int); int n (void) { return __read_chk (0); }', '__read_chk is forbidden'),
    ('net/reader/a.c', 'void gnutls_init (void); void o (void) { gnutls_init (); }', '(tls)'),
    ('net/reader/b.c', '#include "engine.h"\nint p;', 'includes engine.h'),
    ('net/engine/a.c', 'void engine_do (void) { }', None),
    ('net/engine/b.c', 'long g_get_monotonic_time (void); long q (void) { return g_get_monotonic_time (); }',
     '(clock)'),
    ('net/engine/c.c', 'long time (long *); long q (void) { return time (0); }', '(clock)'),
    ('net/engine/d.c', 'int clock_gettime (int, void *); int q (void *p) { return clock_gettime (0, p); }', '(clock)'),
    ('net/engine/engine.h', 'void engine_do (void);', None),
    ('cli/a.c', 'void adw_init (void); void r (void) { adw_init (); }', '(widgets)'),
    ('app/a.c', '#include "engine.h"\nvoid s (void) { engine_do (); }', 'src/app/a.c includes engine.h'),
    ('app/b.c', 'void engine_do (void); void t (void) { engine_do (); }', 'src/app/b.c: engine_do is of'),
    ('app/c.c', 'int g_file_get_contents (char *); int u (void) { return g_file_get_contents (0); }', '(blocking)'),
    ('app/long.h', '\n' * MAX_LINES, 'app/long.h has'),
]
PLANTED_EXCEPTIONS = [
    ('core/z.c', 'g_private_set', 'used, and so good'),
    ('core/d2.c', 'g_private_set', 'another symbol than the one that is used'),
]
ALLOWED = ('core/z.c', 'void *g_list_model_get_item (void *, int); void *strdup (char *);'
           'void g_private_set (void *, void *);'
           'void *v (void) { g_private_set (0, 0); return g_list_model_get_item (strdup (0), 0); }')


def self_check():
    with tempfile.TemporaryDirectory() as folder:
        source, build = pathlib.Path(folder, 'source'), pathlib.Path(folder, 'build')
        compiler = os.environ.get('CC', 'cc').split()
        for name, text, _ in [*PLANTED, (*ALLOWED, None)]:
            path = source / 'src' / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(HEADER + text + '\n', 'utf-8')
        for name, text, _ in [*PLANTED, (*ALLOWED, None)]:
            path = source / 'src' / name
            target = build / 'src' / pathlib.PurePath(name).parent / 'lib.a.p'
            target.mkdir(parents=True, exist_ok=True)
            if path.suffix == '.c':
                subprocess.run([*compiler, '-w', '-fno-builtin', '-I', source / 'src/net/engine', '-c', path,
                                '-o', target / f'{path.name}.o'], check=True)
        bare = source / 'src/core/bare.py'
        bare.write_text('print(1)\n', 'utf-8')

        found = check_all(source, build, PLANTED_EXCEPTIONS)
        missed = [f'{name}: {want}' for name, _, want in [*PLANTED, ('core/bare.py', '', 'name its licence')]
                  if want and not any(f'src/{name}' in line and want in line for line in found)]
        if not any('core/d2.c no longer needs' in line for line in found):
            missed.append('core/d2.c: an exception that nothing needs')
        wrong = [line for line in found if 'z.c' in line]
        for line in missed:
            print(f'planted, and not found: {line}')
        for line in wrong:
            print(f'found, though nothing is wrong: {line}')
        print(f'{len(found)} complaints, {len(missed)} of the planted faults missed')
        return 1 if missed or wrong else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('source', nargs='?', type=pathlib.Path)
    parser.add_argument('build', nargs='?', type=pathlib.Path)
    parser.add_argument('--self-check', action='store_true')
    options = parser.parse_args()
    if options.self_check:
        return self_check()
    problems = check_all(options.source.resolve(), options.build.resolve(), EXCEPTIONS)
    print('\n'.join(problems) or 'good')
    return 1 if problems else 0


sys.exit(main())
