// Package rulespage renders the part of package order's documentation that follows from its data: the commands with who
// may give them, and what each built-in scheme allows.
package rulespage

import (
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// Name is the name of the file in the folder of package order.
const Name = "doc_rules.go"

// Command is a command with the events that it makes.
type Command struct {
	Command order.Command
	Events  string
}

// Moment is a part of an order's life.
type Moment struct {
	Name     string
	Commands []Command
}

// Moments lists all commands by moment, in the order of an ordinary life.
func Moments() []Moment {
	return []Moment{
		{"A new order", []Command{
			{order.Take{}, "Taken"},
			{order.ContactBuyer{}, "Contacted"},
			{order.GiveConfirmation{}, "ConfirmationGiven"},
			{order.AskConfirmation{}, "ConfirmationAsked"},
			{order.ChangeDetails{}, "DetailsChanged"},
			{order.SetShippingCost{}, "LineAdded, Repriced, ConfirmationGiven"},
			{order.Edit{}, "LineAdded, LineExtended, Cancelled, Returned, Repriced"},
			{order.ChangeLine{}, "LineChanged"},
			{order.Reprice{}, "Repriced"},
			{order.Confirm{}, "Confirmed"},
		}},
		{"Cancelling", []Command{
			{order.Cancel{}, "Cancelled, Returned, DoorResultKept"},
			{order.AnswerCancelRequest{}, "CancelRequestAnswered, Cancelled, Returned"},
		}},
		{"Paying", []Command{
			{order.Pay{}, "PaymentChanged, SurplusOwed"},
			{order.Capture{}, "CaptureOrdered"},
			{order.ReleaseHold{}, "ReleaseOrdered"},
			{order.SettleHold{}, "HoldSettled, PaymentChanged, SurplusOwed"},
			{order.AttachReceipt{}, "ReceiptAttached"},
			{order.RecordExpense{}, "ExpenseRecorded"},
			{order.DropExpense{}, "ExpenseDropped"},
		}},
		{"Assembling and packing", []Command{
			{order.MoveDate{}, "DateMoved"},
			{order.Assemble{}, "Assembled"},
			{order.Release{}, "Released"},
			{order.RequestTransfer{}, "TransferRequested"},
			{order.SendTransfer{}, "TransferDropped, TransferSent"},
			{order.PostTransfer{}, "TransferPosted, TransferReceived"},
			{order.ReceiveTransfer{}, "TransferReceived, Notified"},
			{order.DropTransfer{}, "TransferDropped"},
			{order.SetMark{}, "Marked"},
			{order.RejectMark{}, "MarkRejected"},
			{order.ReportBadMark{}, "MarkRejected"},
			{order.Pack{}, "Packed"},
		}},
		{"Shipping", []Command{
			{order.CreateShipment{}, "ShipmentCreated"},
			{order.RequestParcel{}, "ParcelRequested"},
			{order.SettleParcel{}, "ParcelSettled"},
			{order.DropParcel{}, "ParcelDropped"},
			{order.RequestDocument{}, "DocumentRequested"},
			{order.HandOver{}, "ShipmentCreated, HandedOver"},
			{order.Arrive{}, "Arrived"},
		}},
		{"Delivering", []Command{
			{order.DropDoorResult{}, "DoorResultDropped"},
			{order.Deliver{}, "Delivered"},
			{order.Complete{}, "Completed"},
		}},
		{"Returning", []Command{
			{order.Return{}, "Repriced, Returned, Cancelled"},
			{order.AttachStatement{}, "StatementAttached"},
			{order.Receive{}, "ReturnReceived, ReturnChanged, Notified"},
			{order.Refund{}, "RefundOrdered, RefundBooked, SurplusOwed, RefundWaived"},
			{order.SettleRefund{}, "RefundSettled"},
			{order.ReducePrice{}, "PriceReduced, RefundBooked, SurplusOwed"},
		}},
		{"At any time", []Command{
			{order.Attach{}, "DocumentAttached"},
			{order.IssueDocument{}, "DocumentIssued, those of its commands"},
			{order.VoidDocument{}, "DocumentVoided, those of its commands"},
			{order.ClearHold{}, "HoldCleared"},
			{order.WriteComment{}, "Commented"},
			{order.Label{}, "Labelled"},
			{order.Forget{}, "Forgotten"},
			{order.Notify{}, "Notified"},
			{order.MarkTold{}, "NoticeTold"},
			{order.AnswerNotice{}, "NoticeAnswered"},
			{order.ReportMessage{}, "MessageReported"},
			{order.ReportMarks{}, "MarksReported"},
		}},
	}
}

// Reported lists the events that no command makes, with what makes them.
func Reported() [][2]string {
	return [][2]string{
		{"New", "Placed"},
		{"Import", "Imported"},
		{"Erase", "PersonErased"},
		{"StatusReport", "Taken, ConfirmationGiven, ConfirmationAsked, Progressed, ShipmentCreated, Tracked, HandedOver, Delivered, Completed, Reopened, Shown, Held, IntentDeclined"},
		{"CancelReport", "Cancelled, Returned, DocumentVoided, CancelRequested, Held"},
		{"LinesReport", "LineAdded, LineExtended, Cancelled, Repriced, SurplusOwed, Held"},
		{"DetailsReport", "DetailsChanged"},
		{"ConfirmationReport", "ConfirmationGiven, ConfirmationAsked, Held"},
		{"PaymentReport", "PaymentChanged, SurplusOwed, RefundOrdered, RefundSettled, Held"},
		{"DateReport", "DateMoved, DeadlinesSet"},
		{"ShipmentReport", "ConfirmationGiven, Tracked, Delivered, Held"},
		{"DocumentReport", "DocumentIssued, DocumentVoided, those of its commands, IntentDeclined, Held"},
		{"Intent", "those of its commands, IntentDeclined"},
	}
}

// Render returns the file.
func Render() []byte {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, strings.TrimRight("// "+format, " ")+"\n", args...) }
	b.WriteString("// Code generated by go generate; DO NOT EDIT.\n\n")
	line("# Commands")
	line("")
	line("The commands by moment of an order's life, the events that each makes, and the roles that may give it unless a host")
	line("replaces them with WithRoles. \"sellers\" are the roles operator and erp.")
	for _, m := range Moments() {
		line("")
		line("%s:", m.Name)
		line("")
		rows := make([][]string, 0, len(m.Commands))
		for _, c := range m.Commands {
			rows = append(rows, []string{strings.TrimPrefix(fmt.Sprintf("%T", c.Command), "order."), c.Events, roles(c.Command.Kind())})
		}
		table(&b, rows)
	}
	line("")
	line("# Reports")
	line("")
	line("The events that New, Import and each observation may make:")
	line("")
	var rows [][]string
	for _, r := range Reported() {
		rows = append(rows, []string{r[0], r[1]})
	}
	table(&b, rows)
	line("")
	line("# Owners of facts")
	line("")
	line("Whose reports count, by authority. A report of an owner is never refused; one of another system is an intent: it is")
	line("tried as a command with the rights of its role, and its refusal goes back as a note. What no outside system owns")
	line("belongs to the people here. People change lines and prices that nobody else owns until something is paid or has left;")
	line("afterwards units go back by Return. Stock and reservations are no part of an authority: they are where the")
	line("documents are.")
	line("")
	table(&b, owners())
	line("")
	line("A carrier that owns only the arrival moves a parcel up to the pick-up point; that the buyer has it stands in")
	line("Shipment.Reported, and people decide. Where a route has books of its own, they own the documents.")
	line("")
	line("# Schemes")
	line("")
	line("What the built-in schemes allow. \"new to packed\" stands for all item states between the two, see status.ItemState.")
	line("Some units may be cancelled in the states of one row, the whole order while all goods are in those of the next.")
	line("")
	for some := range slices.Chunk(order.Schemes(), 4) { // side by side as many as a line has room for
		table(&b, rules(some))
		line("")
	}
	line("The steps that the schemes have: from which item states a command moves units, and to which. \"all\" means that all")
	line("goods of the order are moved together.")
	line("")
	table(&b, steps())
	line("")
	line("What documents stand for in the schemes: with IssueDocument the commands of the third column, with VoidDocument those")
	line("of the fourth.")
	line("")
	table(&b, documents())
	b.WriteString("package order\n")
	return []byte(b.String())
}

// table writes rows as a preformatted block.
func table(b *strings.Builder, rows [][]string) {
	var t strings.Builder
	w := tabwriter.NewWriter(&t, 0, 8, 2, ' ', 0)
	for _, r := range rows {
		fmt.Fprintln(w, strings.Join(r, "\t"))
	}
	_ = w.Flush() // a strings.Builder does not fail
	for _, l := range strings.Split(strings.TrimRight(t.String(), "\n"), "\n") {
		b.WriteString("//\t" + strings.TrimRight(l, " ") + "\n")
	}
}

// roles names who may give a command.
func roles(k order.Kind) string {
	matrix := order.DefaultRoles()
	var out []string
	right := func(r order.Role) (order.Right, bool) {
		i := slices.IndexFunc(matrix[r], func(x order.Right) bool { return x.Kind == k })
		if i < 0 {
			return order.Right{}, false
		}
		return matrix[r][i], true
	}
	operator, yes := right(order.RoleOperator)
	erp, too := right(order.RoleERP)
	both := yes && too && operator == erp
	if both {
		out = append(out, "sellers")
	}
	for _, r := range []order.Role{
		order.RoleOperator, order.RoleERP, order.RoleShop, order.RoleWarehouse, order.RoleRemote, order.RoleBuyer,
		order.RoleCarrier, order.RoleGateway, order.RoleBooks, order.RoleChannel, order.RoleSystem,
	} {
		x, ok := right(r)
		if !ok || both && (r == order.RoleOperator || r == order.RoleERP) {
			continue
		}
		name := string(r)
		if x.Own == order.OwnPlace {
			name += " (own place)"
		}
		out = append(out, name)
	}
	return strings.Join(out, ", ")
}

// owners is whose word counts, a column for each named authority.
func owners() [][]string {
	named := []struct {
		name string
		a    order.Authority
	}{
		{"Marketplace", order.Marketplace},
		{"OwnShop", order.OwnShop},
		{"Rozetka", order.Rozetka},
		{"OwnShop | BooksOwnDocuments", order.OwnShop | order.BooksOwnDocuments},
	}
	rows := [][]string{{"fact"}}
	for _, n := range named {
		rows[0] = append(rows[0], n.name)
	}
	for _, fact := range []string{"lines", "prices", "cancellation", "fulfilment", "arrival", "payment", "dates", "documents"} {
		row := []string{fact}
		for _, n := range named {
			text, err := n.a.MarshalText()
			if err != nil {
				panic(err) // the authorities above are known
			}
			var who []string
			for _, own := range strings.Split(string(text), ",") {
				role, of, _ := strings.Cut(own, ":")
				if of == fact || of == "fulfilment" && fact == "arrival" {
					who = append(who, role)
				}
			}
			if len(who) == 0 {
				who = []string{"people here"}
			}
			row = append(row, strings.Join(who, ", "))
		}
		rows = append(rows, row)
	}
	return rows
}

// states names a set, a run of three or more by its ends.
func states(set status.ItemSet) string {
	var out []string
	all := set.List()
	for i := 0; i < len(all); {
		j := i
		for j+1 < len(all) && all[j+1] == all[j]+1 {
			j++
		}
		switch j - i {
		case 0:
			out = append(out, all[i].String())
		case 1:
			out = append(out, all[i].String(), all[j].String())
		default:
			out = append(out, all[i].String()+" to "+all[j].String())
		}
		i = j + 1
	}
	if len(out) == 0 {
		return "never"
	}
	return strings.Join(out, ", ")
}

// rules are the schemes' rules, a column a scheme.
func rules(schemes []order.Scheme) [][]string {
	yes := func(b bool) string {
		if b {
			return "yes"
		}
		return "no"
	}
	rows := [][]string{{"rule"}}
	for _, s := range schemes {
		rows[0] = append(rows[0], string(s.Code))
	}
	for _, r := range []struct {
		name string
		of   func(order.Scheme) string
	}{
		{"units begin as", func(s order.Scheme) string { return s.Start.String() }},
		{"paid first", func(s order.Scheme) string { return yes(s.Prepaid) }},
		{"held money suffices", func(s order.Scheme) string { return yes(s.HeldSuffices) }},
		{"lines editable", func(s order.Scheme) string { return yes(s.Editable) }},
		{"some cancelled while", func(s order.Scheme) string { return states(s.PartialCancel) }},
		{"all cancelled while", func(s order.Scheme) string { return states(s.FullCancel) }},
		{"refused at door while", func(s order.Scheme) string { return states(s.DoorResults) }},
		{"cancel is a request", func(s order.Scheme) string { return yes(s.CancelIsRequest) }},
		{"date moves while", func(s order.Scheme) string { return states(s.MoveDate) }},
		{"packing needs boxes", func(s order.Scheme) string { return yes(s.Boxes) }},
		{"marking codes before", func(s order.Scheme) string { return string(s.MarksBefore) }},
		{"sent when", func(s order.Scheme) string {
			if s.FirstSent {
				return "one is"
			}
			return "all are"
		}},
		{"returns from", func(s order.Scheme) string { return states(s.Returns) }},
		{"who pays back", func(s order.Scheme) string {
			if s.ChannelRefunds {
				return "channel"
			}
			return "seller"
		}},
		{"refund needs receipt", func(s order.Scheme) string { return yes(s.Receipts) }},
	} {
		row := []string{r.name}
		for _, s := range schemes {
			row = append(row, r.of(s))
		}
		rows = append(rows, row)
	}
	return rows
}

// steps are the steps of all schemes; equal ones share a row.
func steps() [][]string {
	out := [][]string{{"step", "from", "to", "schemes"}}
	schemes := order.Schemes()
	for _, k := range order.Kinds() {
		var found []order.Step
		who := map[int][]string{}
		for _, s := range schemes {
			for _, st := range s.Steps {
				if st.Kind != k {
					continue
				}
				i := slices.Index(found, st)
				if i < 0 {
					i, found = len(found), append(found, st)
				}
				who[i] = append(who[i], string(s.Code))
			}
		}
		for i, st := range found {
			to := "the same"
			if st.To != 0 {
				to = st.To.String()
			}
			if st.Whole {
				to += ", all"
			}
			out = append(out, []string{string(k), states(st.From), to, among(who[i], schemes)})
		}
	}
	return out
}

// among lists some schemes, by the others if they are the fewer.
func among(some []string, all []order.Scheme) string {
	var others []string
	for _, s := range all {
		if !slices.Contains(some, string(s.Code)) {
			others = append(others, string(s.Code))
		}
	}
	switch {
	case others == nil:
		return "every scheme"
	case len(others) < len(some):
		return "all but " + strings.Join(others, ", ")
	}
	return strings.Join(some, ", ")
}

// documents are the rules of documents of all schemes.
func documents() [][]string {
	out := [][]string{{"scheme", "document", "does", "undoes"}}
	kinds := func(ks []order.Kind) string {
		if len(ks) == 0 {
			return "nothing"
		}
		var words []string
		for _, k := range ks {
			words = append(words, string(k))
		}
		return strings.Join(words, ", ")
	}
	for _, s := range order.Schemes() {
		for _, r := range s.Documents {
			name := r.Kind
			if r.State != "" {
				name += " " + r.State
			}
			if len(r.With) > 0 {
				name += " with " + strings.Join(r.With, ", ")
			}
			out = append(out, []string{string(s.Code), name, kinds(r.Does), kinds(r.Undo)})
		}
	}
	return out
}
