package chaos

import (
	"context"
	"encoding/base64"
	"fmt"
	"regexp"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/receipts/marking"
	"github.com/ordo-sdk/ordo/receipts/marking/markingtest"
)

// WithRegistry is a shop whose marked goods are in a registry, which learns what was sold by documents.
func WithRegistry(s *Shop) {
	s.Codes = &markingtest.Memory{Name: "chestnyznak"}
	s.Codes.Put(ShoeCode)
	s.Way.Registry = "cz-1"
}

// WithRegistryByReceipt is such a shop whose receipts take the codes out of circulation.
func WithRegistryByReceipt(s *Shop) {
	WithRegistry(s)
	s.Way.WithdrawBy = bridge.WithdrawByReceipt
}

// mortalRegistry is the way out to a registry in memory.
type mortalRegistry struct {
	*markingtest.Memory
	p *Process
}

// Report implements marking.Registry.
func (r mortalRegistry) Report(ctx context.Context, x marking.Report) (marking.Report, error) {
	if r.p.Over() {
		return marking.Report{}, errEnded
	}
	out, err := r.Memory.Report(ctx, x)
	if r.p != nil {
		if dead := r.p.exchanged(); dead != nil {
			return marking.Report{}, dead
		}
	}
	return out, err
}

// aCode is a marking code in a receipt as ATOL Online takes it.
var aCode = regexp.MustCompile(`"gs1m":"([^"]+)"`)

// passOn is the operator of fiscal data, who passes on to the registry what receipts say of codes.
func (s *Shop) passOn() {
	if s.Codes == nil {
		return
	}
	all := s.Kassa.Receipts()
	for _, r := range all[s.fiscal:] {
		for _, m := range aCode.FindAllStringSubmatch(string(r.Body), -1) {
			code, err := base64.StdEncoding.DecodeString(m[1])
			require.NoError(s, err)
			if r.Operation == "sell" {
				s.Codes.Sell(string(code))
			} else {
				s.Codes.TakeBack(string(code))
			}
		}
	}
	s.fiscal = len(all)
}

// InRegistry is how often the code of the shoes left circulation and came back, and what the order knows of that.
func (x *Sale) InRegistry() []string {
	if x.Codes == nil {
		return nil
	}
	u := x.Codes.Unit(ShoeCode)
	out := []string{fmt.Sprintf("%s: out %d times, back %d times, %d repeats", u.State, u.Withdrawals, u.Reinstatements, u.Repeats)}
	for _, l := range x.Order().View().Lines {
		for _, m := range l.Marks {
			out = append(out, fmt.Sprintf("%s %d out %t", l.ID, m.Unit, m.Out != ""))
		}
	}
	return out
}
