package clienttest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strings"
)

func listChecks[C any]() []check[C] {
	return []check[C]{
		{name: "one bad row is that row's problem", fits: Op[C].list, each: badRow[C]},
		{name: "a list without progress ends", fits: func(op Op[C]) bool { return op.Page != nil }, each: noProgress[C]},
		{name: "whoever stops reading is left alone", fits: Op[C].list, each: brokenOff[C]},
	}
}

func badRow[C any](c Client[C], op Op[C]) error {
	whole, err := c.run(op, always(op.good()))
	if err := errors.Join(err, whole.err); err != nil {
		return err
	}
	t := grow(op.Answer)
	rows := op.rows(t)
	var errs []error
	try := func(what string, row tree, said bool) {
		bad := append(append([]any{}, rows...), row)
		bad[0], bad[len(rows)] = bad[len(rows)], bad[0]
		body := write(with(t, op.records()[0], bad))
		err := calm(func() error {
			o, err := c.run(op, always(op.saying(body)))
			if err != nil {
				return err
			}
			return besides(o, whole.rows, said)
		})
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", what, err))
		}
	}
	for _, row := range []tree{json.Number(oddDigits), odd, []any{odd}, map[string]any{odd: odd}} {
		if _, same := row.(string); !same || !isText(rows[0]) {
			try("a row is "+write(row), row, true)
		}
	}
	try("a row is null", nil, false)
	return first(append(errs, badFields(c, op, t, rows, whole.rows)...))
}

func isText(t tree) bool { _, ok := t.(string); return ok }

// badFields spoils one field of the first row after the other.
func badFields[C any](c Client[C], op Op[C], t tree, rows []any, good []any) (errs []error) {
	each(rows[0], nil, func(p place, v tree) {
		if len(p) == 0 {
			return
		}
		for _, other := range oddities(v) {
			at := append(append(op.records()[0][:len(op.records()[0]):len(op.records()[0])], 0), p...)
			body := write(with(t, at, other))
			err := calm(func() error {
				o, err := c.run(op, always(op.saying(body)))
				if err != nil {
					return err
				}
				if err := besides(o, good[1:], false); err != nil {
					return err
				}
				told := len(o.rows) == len(good) && (problem(o.rows[0]) != nil || tell(o.rows[0]) == tell(good[0]))
				if !told && o.err == nil && !strings.Contains(tell(o.rows), oddDigits) {
					return errors.New("its value is lost, and nothing says so")
				}
				return nil
			})
			if err != nil {
				errs = append(errs, fmt.Errorf("%s is %s: %w", p, write(other), err))
			}
		}
	})
	return errs
}

// besides returns what is wrong with a list that has the good rows and one bad one.
func besides(o outcome, good []any, said bool) error {
	all, told := map[string]bool{}, o.err != nil
	for _, row := range o.rows {
		if problem(row) == nil {
			all[tell(row)] = true
		} else {
			told = true
		}
		told = told || strings.Contains(tell(row), oddDigits)
	}
	for i, row := range good {
		if !all[tell(row)] {
			return fmt.Errorf("good row %d of %d is lost: %w", i+1, len(good), errors.Join(o.err, errors.New("it was not yielded")))
		}
	}
	if said && !told {
		return errors.New("nothing says that a row was bad")
	}
	return nil
}

// standstill are the words by which an error may say that a list makes no progress.
var standstill = regexp.MustCompile(`progress|circle|again|before|same|repeat|go on|get on`)

// patience is after how many requests a list that makes no progress must have ended.
const patience = 20

func noProgress[C any](c Client[C], op Op[C]) error {
	o, err := c.run(op, always(op.saying(op.Page(0))))
	switch {
	case err != nil:
		return err
	case o.played > patience:
		return fmt.Errorf("the same page was asked for %d times", o.played)
	case o.err == nil:
		return fmt.Errorf("the same page came %d times, and no error says so", o.played)
	case !standstill.MatchString(o.err.Error()):
		return fmt.Errorf("the error does not say that there is no progress: %w", o.err)
	}
	// Pages without rows that promise more.
	o, err = c.run(op, func(n int, _ *http.Request, _ string) answer {
		return op.saying(write(with(grow(op.Page(n)), op.records()[0], []any{})))
	})
	if err == nil && o.played > patience {
		err = fmt.Errorf("%d pages without a row were read", o.played)
	}
	return err
}

func brokenOff[C any](c Client[C], op Op[C]) error {
	b := c.bench(op, func(n int, _ *http.Request, _ string) answer {
		if op.Page != nil {
			return op.saying(op.Page(n))
		}
		return op.good()
	})
	for _, err := range op.Each(context.Background(), b.client) {
		if err != nil {
			return err
		}
		break
	}
	switch {
	case b.open.Load() != 0:
		return errors.New("the answer was left open")
	case b.played != 1:
		return fmt.Errorf("%d requests were sent for one row", b.played)
	}
	return nil
}
