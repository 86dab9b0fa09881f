package status

// The words below make one row one line, so that a table can be held beside the vendor's page.

// row starts a row that is read and written and not preferred.
func row(axis Axis, code, category string, names Names, means Meaning) Row {
	return Row{Axis: axis, Code: code, Category: category, Names: names, Means: means, Direction: DirectionBoth}
}

// reads marks that only the vendor sets the code.
func (r Row) reads() Row { r.Direction = DirectionRead; return r }

// writes marks that the code is the one to write; also names further reasons to write it for.
func (r Row) writes(also ...Reason) Row {
	r.Preferred, r.AlsoReasons = true, also
	return r
}

// or names further states to write the code for.
func (r Row) or(states ...State) Row { r.AlsoStates = states; return r }

// under limits writing to a scheme.
func (r Row) under(scheme string) Row { r.When.Scheme = scheme; return r }

// withWaybill limits writing to orders that have a waybill.
func (r Row) withWaybill() Row { r.When.HasWaybill = Yes; return r }

// silent says why the code has no canonical meaning.
func (r Row) silent(why string) Row { r.Silent = why; return r }

// ends marks that nothing further is expected.
func (r Row) ends() Row { r.Final = true; return r }

// passing marks that the vendor is at work.
func (r Row) passing() Row { r.Transient = true; return r.reads() }

// then names the codes that may follow.
func (r Row) then(codes ...string) Row { r.To = codes; return r }

// thenIn names further codes that may follow under a scheme.
func (r Row) thenIn(scheme string, codes ...string) Row {
	r.ToIn = map[string][]string{scheme: codes}
	return r
}

// cancels names the codes by which the seller can cancel.
func (r Row) cancels(codes ...string) Row { r.Cancels = codes; return r }

// from names the source.
func (r Row) from(source string) Row { r.Source = source; return r }

// sourced names the source of every row that has none yet.
func sourced(source string, rows ...Row) []Row {
	for i := range rows {
		if rows[i].Source == "" {
			rows[i].Source = source
		}
	}
	return rows
}

// ruEN are the names of a code that its vendor gives in Russian.
func ruEN(ru, en string) Names { return Names{RU: ru, EN: en} }

// orderIs, itemIs, paymentIs and cancelled are the meanings that tables use most.
func orderIs(s OrderState) Meaning     { return Meaning{Order: s} }
func itemIs(s ItemState) Meaning       { return Meaning{Item: s} }
func paymentIs(s PaymentState) Meaning { return Meaning{Payment: s} }

// itemCancelled marks that units are cancelled, why and on whose side.
func itemCancelled(r Reason, p Party) Meaning {
	return Meaning{Item: ItemCancelled, Reason: r, Party: p}
}

// itemRefused marks that units were offered to the buyer and not taken, why and on whose side.
func itemRefused(r Reason, p Party) Meaning { return Meaning{Item: ItemRefused, Reason: r, Party: p} }

// orderCancelled marks that an order is cancelled, and why.
func orderCancelled(r Reason) Meaning { return Meaning{Order: OrderCancelled, Reason: r} }
