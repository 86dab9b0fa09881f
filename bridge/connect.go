package bridge

import (
	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/exchange"
	"github.com/ordo-sdk/ordo/messages"
	"github.com/ordo-sdk/ordo/receipts"
	"github.com/ordo-sdk/ordo/receipts/marking"
)

// Account connects an account. The port is a channels.Channel, an erp.System, an erp.Directory, a receipts.Gateway, a
// receipts.Registrar, a carriers.Carrier, a messages.Sender, a marking.Registry, an exchange.Source or an
// exchange.Sink, or several of them in one. A port may also have a method Source or Sink that returns one of the last
// two, see [Flow].
//
// The name is the merchant's own, such as "mm-1": letters a to z, digits, "-" and "_". It is part of the ids of
// orders and must never change. A client that has no name of its own (ordo.WithAccount) gets this one for its errors
// and logs; one that has another name is refused.
func Account(name string, port any, opts ...AccountOption) Option {
	return option(func(c *config) {
		a := &account{name: name, checking: make(chan struct{}, 1), passing: make(chan struct{}, 1), maxCall: ordo.MaxCall}
		for _, o := range opts {
			if o != nil {
				o(a)
			}
		}
		if err := checkName(name); err != nil {
			c.refuse("account %q: %w", name, err)
		}
		if a.maxCall <= 0 {
			c.refuse("account %q: MaxCall needs at least 1 byte", name)
		}
		if c.accounts[name] != nil {
			c.refuse("account %q is given twice; each account needs a name of its own", name)
			return
		}
		const want = "it must be a channels.Channel, an erp.System, an erp.Directory, a receipts.Gateway, a receipts.Registrar, a carriers.Carrier, an exchange.Source or an exchange.Sink"
		if isNil(port) {
			c.refuse("account %q: the port is nil; %s", name, want)
			return
		}
		a.channel, _ = port.(channels.Channel)
		a.pusher, _ = port.(channels.Pusher)
		a.system, _ = port.(erp.System)
		a.gateway, _ = port.(receipts.Gateway)
		a.registrar, _ = port.(receipts.Registrar)
		a.carrier, _ = port.(carriers.Carrier)
		a.directory, _ = port.(erp.Directory)
		a.sender, _ = port.(messages.Sender)
		a.registry, _ = port.(marking.Registry)
		a.source, a.sink = recordsOf(port)
		if a.source == nil && a.sink == nil && a.directory == nil && a.channel == nil && a.system == nil && a.gateway == nil && a.registrar == nil && a.carrier == nil && a.sender == nil && a.registry == nil {
			c.refuse("account %q: %T is no port; %s: use the client's Channel(), System(), Gateway(), Registrar() or Carrier()", name, port, want)
			return
		}
		a.port, _ = port.(interface{ System() string }) // every port has it
		if p, ok := port.(interface{ NameAccount(name string) error }); ok {
			if err := p.NameAccount(name); err != nil {
				c.refuse("account %q: %w", name, err)
			}
		}
		c.accounts[name] = a
		c.names = append(c.names, name)
	})
}

// recordsOf returns the source and the sink of records that a port is or has; nil for none. A system of orders and a
// sink cannot be one type: both have a method Can.
func recordsOf(port any) (exchange.Source, exchange.Sink) {
	source, _ := port.(exchange.Source)
	if p, has := port.(interface{ Source() exchange.Source }); has {
		source = p.Source()
	}
	sink, _ := port.(exchange.Sink)
	if p, has := port.(interface{ Sink() exchange.Sink }); has {
		sink = p.Sink()
	}
	if isNil(source) {
		source = nil
	}
	if isNil(sink) {
		sink = nil
	}
	return source, sink
}
