package carriertest

import (
	"errors"
	"fmt"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/internal/suite"
	"github.com/ordo-sdk/ordo/order"
)

func onceAskedFor(b bench) error {
	r, err := b.request("A-1042-S1")
	if err != nil {
		return err
	}
	first, err := b.create(r)
	if err != nil {
		return err
	}
	for n := range 3 {
		if n == 2 && b.Process != nil {
			b.Process()
		}
		p, err := b.create(r)
		if err != nil {
			return err
		}
		if p.Ref.ID != first.Ref.ID {
			return fmt.Errorf("the first parcel was %s, then it was %s", first.Ref, p.Ref)
		}
	}
	return b.count(1)
}

func onceWhenLost(b bench) error    { return b.onceDespite(b.LosesAnswer) }
func onceWhenRefused(b bench) error { return b.onceDespite(b.FailsOnce) }

func (b bench) onceDespite(fault func()) error {
	r, err := b.request("A-1042-S1")
	if err != nil {
		return err
	}
	fault()
	err = suite.Retry(func() error {
		_, err := b.create(r)
		return err
	})
	if err != nil {
		return err
	}
	if b.Process != nil {
		b.Process()
	}
	return b.count(1)
}

func keysApart(b bench) error {
	one, _, err := b.accepted("A-1042-S1")
	if err != nil {
		return err
	}
	two, _, err := b.accepted("A-1042-S2")
	if err != nil {
		return err
	}
	if one.Ref.ID == two.Ref.ID || one.Number == two.Number {
		return fmt.Errorf("two parcels share the reference or number: %s, %s and %s, %s", one.Ref, one.Number, two.Ref, two.Number)
	}
	return b.count(2)
}

func foundAgain(b bench) error {
	p, _, err := b.accepted("A-1042-S1")
	if err != nil {
		return err
	}
	system := b.Port.System()
	for _, ref := range []order.Ref{p.Ref, carriers.ByNumber(system, p.Number), carriers.ByKey(system, "A-1042-S1")} {
		same, err := b.read(ref, "A-1042-S1")
		if err != nil {
			return err
		}
		if same.Ref.ID != p.Ref.ID || same.Number != p.Number {
			return fmt.Errorf("read by %s, parcel %s with number %s is %s with number %s", ref, p.Ref, p.Number, same.Ref, same.Number)
		}
	}
	return nil
}

func refusedSaysWhy(b bench) error {
	r, err := b.request("A-1042-S1")
	if err != nil {
		return err
	}
	b.Refuses(r.Key)
	p, err := b.create(r)
	if err != nil {
		return err
	}
	if p.State == carriers.ParcelWaiting {
		if p, err = b.settled(p.Ref, r.Key); err != nil {
			return err
		}
	}
	if p.State != carriers.ParcelRefused {
		return fmt.Errorf("a refused parcel is %s, want refused", p.State)
	}
	for _, x := range p.Problems {
		if x.Code == "" || x.Rule == "" {
			return fmt.Errorf("a problem of a refused request has no code or no rule: %+v", x)
		}
	}
	if err := b.count(0); err != nil {
		return err
	}
	if _, _, err := b.accepted(r.Key); err != nil {
		return fmt.Errorf("corrected, under the same key: %w", err)
	}
	return b.count(1)
}

func cancelled(b bench) error {
	p, r, err := b.accepted("A-1042-S1")
	if err != nil {
		return err
	}
	for n := range 2 {
		err := suite.Retry(func() error {
			q, err := b.Port.Cancel(b.ctx, p.Ref)
			if err == nil && q.State != carriers.ParcelCancelled {
				return fmt.Errorf("cancelled, the parcel is %s", q.State)
			}
			return err
		})
		if err != nil {
			return fmt.Errorf("cancel %s, time %d: %w", p.Ref, n+1, err)
		}
	}
	if err := b.count(0); err != nil {
		return err
	}
	if _, err := b.create(r); err != nil {
		return fmt.Errorf("requested again under the same key: %w", err)
	}
	return b.count(1)
}

func notCancelledOnItsWay(b bench) error {
	p, r, err := b.accepted("A-1042-S1")
	if err != nil {
		return err
	}
	b.Moves(r.Key, sent)
	if _, err := b.Port.Cancel(b.ctx, p.Ref); ordo.ClassOf(err) != ordo.Conflict {
		return fmt.Errorf("Cancel of a parcel on its way: the error is not of class conflict: %w", suite.OrNone(err))
	}
	return b.count(1)
}

func unknownIsAProblem(b bench) error {
	p, _, err := b.accepted("A-1042-S1")
	if err != nil {
		return err
	}
	unknown := p.Ref
	unknown.ID = "00000000-0000-4000-8000-000000000000"
	var found, problems int
	for q, err := range b.Port.Read(b.ctx, unknown, p.Ref, carriers.ByNumber(b.Port.System(), "0000000000")) {
		switch {
		case err != nil:
			return fmt.Errorf("an unknown parcel ends the list: %w", err)
		case q.Problem == nil && q.Ref.ID == p.Ref.ID:
			found++
		case q.Problem == nil:
			return fmt.Errorf("an unknown parcel is reported as %+v", q)
		case ordo.ClassOf(q.Problem) != ordo.NotFound:
			return fmt.Errorf("an unknown parcel has a problem of class %q: %w", ordo.ClassOf(q.Problem), q.Problem)
		case q.Ref.ID == "":
			return errors.New("the problem of a parcel has no reference")
		default:
			problems++
		}
	}
	if found != 1 || problems != 2 {
		return fmt.Errorf("of one parcel and two unknown ones, %d are found and %d are problems", found, problems)
	}
	return nil
}

func severalAreRead(b bench) error {
	seen := map[string]int{}
	var refs []order.Ref
	for _, key := range []string{"A-1042-S1", "A-1042-S2", "A-1042-S3"} {
		p, _, err := b.accepted(key)
		if err != nil {
			return err
		}
		refs = append(refs, p.Ref)
	}
	for p, err := range b.Port.Read(b.ctx, refs...) {
		if err != nil || p.Problem != nil {
			return fmt.Errorf("read three parcels: %w", errors.Join(err, p.Problem))
		}
		seen[p.Ref.ID]++
	}
	for _, ref := range refs {
		if seen[ref.ID] != 1 {
			return fmt.Errorf("parcel %s is yielded %d times", ref, seen[ref.ID])
		}
	}
	for p, err := range b.Port.Read(b.ctx) {
		return fmt.Errorf("Read without references yields %s: %w", p.Ref, suite.OrNone(err))
	}
	return nil
}

func readingStops(b bench) error {
	p, _, err := b.accepted("A-1042-S1")
	if err != nil {
		return err
	}
	return suite.StopsEarly("Read", b.Port.Read(b.ctx, p.Ref, p.Ref, p.Ref))
}
