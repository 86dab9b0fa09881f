package bxrest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/lax"
)

// BatchSize is how many commands one request may hold.
const BatchSize = 50

// Command is one call of a batch.
type Command struct {
	Name   string // for references of later commands; may be empty
	Method string
	Params any // an object; values may be a [Ref]
}

// Ref stands in the parameters of a command for a part of the result of an earlier one.
type Ref struct {
	Command string   // its Name
	Path    []string // in its result, such as "item", "id"
}

// MarshalJSON implements json.Marshaler. No other value has this form.
func (r Ref) MarshalJSON() ([]byte, error) {
	return json.Marshal(map[string][]string{refKey: append([]string{r.Command}, r.Path...)})
}

const refKey = "$ref"

func asRef(v map[string]any) (Ref, bool) {
	path, is := v[refKey].([]any)
	if !is || len(v) != 1 || len(path) == 0 {
		return Ref{}, false
	}
	texts := make([]string, len(path))
	for i, p := range path {
		if texts[i], is = p.(string); !is {
			return Ref{}, false
		}
	}
	return Ref{texts[0], texts[1:]}, true
}

// BatchOptions say how commands are done.
type BatchOptions struct {
	// Halt stops at the first command that fails; the others are Skipped. A batch with references always halts: where
	// the portal does not find what is referred to, it takes something else, without an error.
	Halt   bool
	Repeat Repeat // Read or Fixed if all commands are; a lost answer to others is an error of class InDoubt
}

// Reply is what became of a command.
type Reply struct {
	Result  json.RawMessage // nil if it failed or was skipped
	Answer                  // Next and Total of a list, and the time
	Err     error           // *ordo.Error
	Skipped bool            // it was not done, as one before it failed
	options lax.Options
}

// Read reads the result, or what it holds under key, into out.
func (r Reply) Read(key string, out any) error {
	if r.Err != nil {
		return r.Err
	}
	t := &target{out: out, key: key, options: r.options}
	if err := t.read(r.Result); err != nil {
		return err
	}
	return t.Complete()
}

// Batch does commands in their order, as few requests as it takes: 50 in each, and one of its own for a command that a
// batch cannot express, such as one with an empty list, null, or a text that would be taken for a reference. There is a
// reply for each command. The error is the first that is not the refusal of one command: of a request as a whole, whose
// commands have it too.
func (c *Client) Batch(ctx context.Context, cmds []Command, o BatchOptions) ([]Reply, error) {
	b := &batch{c: c, cmds: cmds, o: o, replies: make([]Reply, len(cmds)), names: map[string]int{}}
	for i := range b.replies {
		b.replies[i] = Reply{Skipped: true, options: c.options()}
		params, _ := object(cmds[i].Params) // said when the command is written
		b.refers = b.refers || strings.Contains(string(params), `"`+refKey+`"`)
	}
	for i := range cmds {
		if err := b.add(ctx, i); err != nil {
			return b.replies, err
		}
		if b.halted() {
			return b.replies, nil
		}
	}
	return b.replies, b.flush(ctx)
}

// batch is a batch under way.
type batch struct {
	c       *Client
	cmds    []Command
	o       BatchOptions
	replies []Reply
	names   map[string]int // of commands before, by name
	waiting []int          // commands of the next request
	text    []string       // and how they are written
	refers  bool           // some command has a reference
	failed  bool
}

func (b *batch) halted() bool { return b.failed && (b.o.Halt || b.refers) }

// wireName is the name of the nth command of a request. Names of digits alone would make a list of the answer, and
// their order is that in which the commands are done.
func wireName(n int) string { return fmt.Sprintf("c%02d", n) }

// add puts a command into the next request, or sends it alone.
func (b *batch) add(ctx context.Context, i int) error {
	cmd := b.cmds[i]
	if len(b.waiting) == BatchSize {
		if err := b.flush(ctx); err != nil || b.halted() {
			return err
		}
	}
	params, err := b.c.body(Request{Params: cmd.Params, Repeat: b.o.Repeat})
	if err != nil {
		return b.c.Fail(cmd.Method, ordo.Invalid, "the parameters cannot be written", err)
	}
	q, fits, err := query(params, b.reference)
	if err != nil {
		return b.c.Fail(cmd.Method, ordo.Invalid, "a reference cannot be resolved", err)
	}
	if !fits || nested(cmd.Method) {
		if err := b.flush(ctx); err != nil || b.halted() {
			return err
		}
		err := b.alone(ctx, i, params)
		b.name(i)
		return err
	}
	b.waiting, b.text = append(b.waiting, i), append(b.text, cmd.Method+"?"+q)
	b.name(i)
	return nil
}

func (b *batch) name(i int) {
	if name := b.cmds[i].Name; name != "" {
		b.names[name] = i
	}
}

// nested reports whether a method is refused within a batch.
func nested(method string) bool {
	switch strings.ToLower(method) {
	case "batch", "download", "upload":
		return true
	}
	return false
}

// reference writes a reference: as the portal resolves it if the command is in the same request, else its value.
func (b *batch) reference(r Ref) (string, error) {
	i, known := b.names[r.Command]
	if !known {
		return "", fmt.Errorf("no command before it is named %q", r.Command)
	}
	for n, w := range b.waiting {
		if w == i {
			return "$result[" + strings.Join(append([]string{wireName(n)}, r.Path...), "][") + "]", nil
		}
	}
	return find(b.replies[i].Result, r.Path)
}

// find returns a value of a result as a text.
func find(raw json.RawMessage, path []string) (string, error) {
	for _, name := range path {
		var all map[string]json.RawMessage
		var list []json.RawMessage
		if json.Unmarshal(raw, &all) == nil {
			raw = all[name]
		} else if n, err := strconv.Atoi(name); err == nil && json.Unmarshal(raw, &list) == nil && n >= 0 && n < len(list) {
			raw = list[n]
		} else {
			raw = nil
		}
	}
	var t lax.Text
	if len(raw) == 0 || json.Unmarshal(raw, &t) != nil || t == "" {
		return "", fmt.Errorf("the result has no %s", strings.Join(path, "."))
	}
	return string(t), nil
}

// alone sends a command by itself. Its references are values then: what they refer to has been answered.
func (b *batch) alone(ctx context.Context, i int, params json.RawMessage) error {
	cmd := b.cmds[i]
	resolved, err := resolve(params, b.reference)
	if err != nil {
		return b.c.Fail(cmd.Method, ordo.Invalid, "a reference cannot be resolved", err)
	}
	var result json.RawMessage
	a, err := b.c.Do(ctx, Request{Method: cmd.Method, Params: resolved, Repeat: b.o.Repeat}, &result)
	b.replies[i] = Reply{Result: result, Answer: a, Err: err, options: b.c.options()}
	if err != nil {
		b.failed = true
		if whole(err) {
			return err
		}
	}
	return nil
}

// whole reports whether an error says nothing of the command: others would meet it too.
func whole(err error) bool {
	switch ordo.ClassOf(err) { //nolint:exhaustive // the others are the command's
	case ordo.Retry, ordo.RateLimited, ordo.Auth, ordo.InDoubt:
		return true
	}
	return false
}

// resolve puts values in the place of references.
func resolve(params json.RawMessage, value func(Ref) (string, error)) (json.RawMessage, error) {
	if !strings.Contains(string(params), refKey) {
		return params, nil
	}
	var v any
	if err := json.Unmarshal(params, &v); err != nil {
		return nil, err
	}
	var failed error
	var walk func(any) any
	walk = func(v any) any {
		switch v := v.(type) {
		case []any:
			for i := range v {
				v[i] = walk(v[i])
			}
		case map[string]any:
			if ref, is := asRef(v); is {
				text, err := value(ref)
				failed = errors.Join(failed, err)
				return text
			}
			for key := range v {
				v[key] = walk(v[key])
			}
		}
		return v
	}
	v = walk(v)
	if failed != nil {
		return nil, failed
	}
	return json.Marshal(v)
}

// answers are those of one request.
type answers struct {
	Result map[string]json.RawMessage `json:"result"`
	Errors map[string]refusal         `json:"result_error"`
	Total  map[string]lax.Int         `json:"result_total"`
	Next   map[string]lax.Int         `json:"result_next"`
	Time   map[string]Timing          `json:"result_time"`
}

// flush sends the commands that wait.
func (b *batch) flush(ctx context.Context) error {
	waiting, text := b.waiting, b.text
	b.waiting, b.text = nil, nil
	if len(waiting) == 0 {
		return nil
	}
	cmd := make(map[string]string, len(text))
	for n, t := range text {
		cmd[wireName(n)] = t
	}
	halt := 0
	if b.o.Halt || b.refers {
		halt = 1
	}
	var got answers
	err := b.send(ctx, waiting, map[string]any{"halt": halt, "cmd": cmd}, &got)
	if err != nil {
		b.failed = true
		for _, i := range waiting {
			b.replies[i] = Reply{Err: err}
		}
		return err
	}
	for n, i := range waiting {
		b.replies[i] = b.reply(b.cmds[i].Method, wireName(n), got)
		b.failed = b.failed || b.replies[i].Err != nil
	}
	return nil
}

// send sends a request. Methods that work too long are watched for each command.
func (b *batch) send(ctx context.Context, waiting []int, params any, got *answers) error {
	asked := map[string]bool{}
	for _, i := range waiting {
		method := b.cmds[i].Method
		if asked[method] {
			continue
		}
		asked[method] = true
		if err := b.c.core.operating.wait(ctx, b.c, method); err != nil {
			return err
		}
	}
	check := func() error {
		if len(got.Result)+len(got.Errors) == 0 {
			return errors.New("a batch without an answer")
		}
		return nil
	}
	_, err := b.c.Do(ctx, Request{Method: "batch", Params: params, Repeat: b.o.Repeat, Check: check}, got)
	return err
}

// reply finds what became of a command.
func (b *batch) reply(method, name string, got answers) Reply {
	r := Reply{options: b.c.options()}
	r.Time = got.Time[name]
	if n, has := got.Next[name]; has {
		r.Next = number(&n)
	}
	if n, has := got.Total[name]; has {
		r.Total = number(&n)
	}
	result, done := got.Result[name]
	if said, refused := got.Errors[name]; refused {
		e := b.c.Fail(method, ordo.Invalid, "the portal refuses without a reason", nil)
		if f := said.failure(); f != nil {
			e = b.c.Fail(method, f.Class, f.Text, f.Err)
			e.Code, e.RetryAfter = f.Code, f.RetryAfter
			if e.Class == 0 {
				e.Class = ordo.Invalid
			}
			if b.o.Repeat == Read && e.Class == ordo.InDoubt {
				e.Class = ordo.Retry
			}
		}
		r.Err = b.c.core.operating.note(method, b.c.Now(), r.Time, e)
		return r
	}
	_ = b.c.core.operating.note(method, b.c.Now(), r.Time, nil)
	switch {
	case done:
		r.Result = result
	case b.o.Halt || b.refers:
		r.Skipped = true
	default:
		class := ordo.InDoubt
		if b.o.Repeat != Once {
			class = ordo.Retry
		}
		r.Err = b.c.Fail(method, class, "the batch answered nothing for this command", nil)
	}
	return r
}
