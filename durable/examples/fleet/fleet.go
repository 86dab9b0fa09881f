package main

import (
	"bufio"
	"context"
	"io"
	"maps"
	"os"
	"os/exec"
	"strings"
	"sync"
	"time"
)

// fleet is the processes, and what they have told.
type fleet struct {
	mu     sync.Mutex
	left   map[string]bool // orders of the process that was killed, until another one has them
	killed time.Time
	waited []time.Duration // how long they waited
}

// worker is a process.
type worker struct {
	name  string
	cmd   *exec.Cmd
	input io.Closer
	told  sync.WaitGroup
	has   map[string]bool // the orders that it works on
	taken int             // how often it has taken an order
	did   int             // effects
}

// start starts a process that works on the store and calls the fakes at these addresses.
func (f *fleet) start(name, store, market, crm string, stderr io.Writer) (*worker, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	w := &worker{name: name, cmd: exec.Command(program), has: map[string]bool{}}
	w.cmd.Env = append(os.Environ(), asWorker+"="+name, storeURL+"="+store, marketURL+"="+market, crmURL+"="+crm)
	w.cmd.Stderr = stderr
	output, err := w.cmd.StdoutPipe()
	if err == nil {
		w.input, err = w.cmd.StdinPipe()
	}
	if err == nil {
		err = w.cmd.Start()
	}
	if err != nil {
		return nil, err
	}
	w.told.Go(func() {
		for lines := bufio.NewScanner(output); lines.Scan(); {
			what, id, _ := strings.Cut(lines.Text(), " ")
			f.note(w, what, id)
		}
	})
	return w, nil
}

// note notes what a process has told.
func (f *fleet) note(w *worker, what, id string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	switch what {
	case "has":
		w.taken++
		w.has[id] = true
		if f.left[id] {
			delete(f.left, id)
			f.waited = append(f.waited, time.Since(f.killed))
		}
	case "leaves":
		delete(w.has, id)
	case "did":
		w.did++
	}
}

// busy returns how many orders a process works on.
func (f *fleet) busy(w *worker) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(w.has)
}

// kill kills a process with SIGKILL and returns how many orders it had.
func (f *fleet) kill(w *worker) (int, error) {
	at := time.Now()
	if err := w.cmd.Process.Kill(); err != nil {
		return 0, err
	}
	w.told.Wait()
	f.mu.Lock()
	defer f.mu.Unlock()
	f.killed, f.left = at, maps.Clone(w.has)
	return len(f.left), nil
}

// stop has a process finish what it is doing, and kills it when the context ends. One that was killed is left alone.
func (w *worker) stop(ctx context.Context) error {
	_ = w.input.Close() // it may have ended
	defer context.AfterFunc(ctx, func() { _ = w.cmd.Process.Kill() })()
	w.told.Wait()
	err := w.cmd.Wait()
	if err != nil && w.cmd.ProcessState.ExitCode() < 0 { // by a signal
		return nil
	}
	return err
}
