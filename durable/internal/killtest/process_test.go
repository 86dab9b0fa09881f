package killtest

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// fleet are the workers of a test, and what happened to them.
type fleet struct {
	*testing.T
	settings settings

	mu       sync.Mutex
	workers  []*worker
	next     int                  // who gets the next call
	orphans  map[string]time.Time // orders that nobody has claimed since their worker was killed or paused
	waits    []time.Duration      // of those that somebody has claimed since
	kills    int
	pauses   int
	restarts int      // of the database
	refused  int      // writes of workers who had lost the order
	ended    []string // what those said last that ended by themselves; they are started anew, as a supervisor does
	over     bool     // nobody is started any more
}

// worker is one process.
type worker struct {
	cmd     *exec.Cmd
	in      io.WriteCloser
	addr    string // "" until it listens
	paused  bool
	leaves  bool // it was killed, or told to stop
	claimed map[string]bool
	stderr  *tail
	over    chan struct{}
	ready   chan struct{}
}

// start starts a worker.
func (f *fleet) start() *worker {
	text, err := json.Marshal(f.settings)
	require.NoError(f, err)
	w := &worker{cmd: exec.Command(os.Args[0]), claimed: map[string]bool{}, stderr: &tail{}, over: make(chan struct{}), ready: make(chan struct{})}
	w.cmd.Env = append(os.Environ(), workerEnv+"="+string(text))
	w.cmd.Stderr = w.stderr
	w.in, err = w.cmd.StdinPipe()
	require.NoError(f, err)
	out, err := w.cmd.StdoutPipe()
	require.NoError(f, err)
	require.NoError(f, w.cmd.Start())
	f.mu.Lock()
	f.workers = append(f.workers, w)
	f.mu.Unlock()
	go f.follow(w, out)
	return w
}

// follow reads what a worker says until it ends.
func (f *fleet) follow(w *worker, out io.Reader) {
	for lines := bufio.NewScanner(out); lines.Scan(); {
		what, about, _ := strings.Cut(lines.Text(), " ")
		f.mu.Lock()
		switch what {
		case "at":
			w.addr = about
			close(w.ready)
		case "claimed":
			w.claimed[about] = true
			if since, ok := f.orphans[about]; ok {
				f.waits = append(f.waits, time.Since(since))
				delete(f.orphans, about)
			}
		case "released":
			delete(w.claimed, about)
		case "refused":
			f.refused++
		}
		f.mu.Unlock()
	}
	err := w.cmd.Wait()
	f.mu.Lock()
	defer f.mu.Unlock()
	f.workers = slices.DeleteFunc(f.workers, func(x *worker) bool { return x == w })
	f.orphan(w)
	close(w.over)
	if w.leaves || f.over {
		return
	}
	f.ended = append(f.ended, fmt.Sprint(err, ": ", strings.TrimSpace(w.stderr.String())))
	time.AfterFunc(200*time.Millisecond, func() {
		if !f.isOver() {
			f.start()
		}
	})
}

func (f *fleet) isOver() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.over
}

// orphan notes the orders that a worker leaves.
func (f *fleet) orphan(w *worker) {
	for id := range w.claimed {
		f.orphans[id] = time.Now()
	}
	clear(w.claimed)
}

// kill ends a worker at once, and returns when it is gone.
func (f *fleet) kill(w *worker) {
	f.mu.Lock()
	w.leaves = true
	f.kills++
	f.tells("kills", w)
	f.mu.Unlock()
	_ = w.cmd.Process.Kill() // it may have ended already
	<-w.over
}

// dismiss tells a worker to stop, and returns when it has.
func (f *fleet) dismiss(w *worker) {
	f.mu.Lock()
	w.leaves = true
	f.mu.Unlock()
	_ = w.cmd.Process.Signal(syscall.SIGTERM) // it may have ended already
	select {
	case <-w.over:
	case <-time.After(30 * time.Second):
		f.Errorf("a worker does not stop: %s", w.stderr)
		_ = w.cmd.Process.Kill()
		<-w.over
	}
}

// tells notes what is done to a worker, if the test is a long one.
func (f *fleet) tells(what string, w *worker) {
	if *orders > 0 {
		f.Logf("%s %s process %d, which has claimed %d orders; %d orders of the dead wait", time.Now().Format(time.TimeOnly), what, w.cmd.Process.Pid, len(w.claimed), len(f.orphans))
	}
}

// pause stops a worker for a while. It does not learn that it was.
func (f *fleet) pause(w *worker, d time.Duration) {
	f.mu.Lock()
	w.paused = true
	f.pauses++
	f.tells("pauses", w)
	f.orphan(w)
	f.mu.Unlock()
	require.NoError(f, w.cmd.Process.Signal(syscall.SIGSTOP))
	time.Sleep(d)
	f.mu.Lock()
	w.paused = false
	f.mu.Unlock()
	require.NoError(f, w.cmd.Process.Signal(syscall.SIGCONT))
}

// stop dismisses all workers.
func (f *fleet) stop() {
	f.mu.Lock()
	f.over = true
	all := slices.Clone(f.workers)
	f.mu.Unlock()
	for _, w := range all {
		f.dismiss(w)
	}
}

// any returns a worker by the dice; nil if there is none.
func (f *fleet) any(dice *rand.Rand) *worker {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.workers) == 0 {
		return nil
	}
	return f.workers[dice.IntN(len(f.workers))]
}

// errNobody says that no worker answers.
var errNobody = errors.New("no worker answers")

// RoundTrip implements http.RoundTripper: a balancer, which sends a call to a worker, and to another one if that one
// does not take it.
func (f *fleet) RoundTrip(r *http.Request) (*http.Response, error) {
	var body []byte
	if r.Body != nil {
		var err error
		if body, err = io.ReadAll(r.Body); err != nil {
			return nil, err
		}
	}
	f.mu.Lock()
	f.next++
	var addrs []string
	for i := range f.workers {
		if w := f.workers[(i+f.next)%len(f.workers)]; w.addr != "" && !w.paused && !w.leaves {
			addrs = append(addrs, w.addr)
		}
	}
	f.mu.Unlock()
	err := errNobody
	for _, addr := range addrs {
		to := r.Clone(r.Context())
		to.URL.Scheme, to.URL.Host, to.Host = "http", addr, ""
		to.Body = io.NopCloser(bytes.NewReader(body))
		to.Header.Set(callerHeader, r.RemoteAddr)
		var resp *http.Response
		if resp, err = direct.RoundTrip(to); err == nil {
			return resp, nil
		}
	}
	return nil, err
}

var direct = &http.Transport{MaxIdleConnsPerHost: 64, ResponseHeaderTimeout: 10 * time.Second}

// tail is the end of what a process wrote.
type tail struct {
	mu sync.Mutex
	b  []byte
}

// Write implements io.Writer.
func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.b = append(t.b, p...)
	t.b = t.b[max(0, len(t.b)-4000):]
	return len(p), nil
}

// String returns it.
func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return string(t.b)
}
