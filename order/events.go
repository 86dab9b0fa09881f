package order

import (
	"maps"
	"slices"
)

// eventKinds lists all kinds of events; it never changes. A kind that gets a new form raises its version and adds an
// upcast from the version before. Those of readKindV2 got fields without a change of those that they had: places of
// actors, documents with a state, links, codes of the channel. A program from before must refuse them by their version.
var eventKinds = kindReaders(
	readKindV2[Placed], readKindV2[Imported], readKindV2[Taken], readKindV2[Contacted], readKindV2[ConfirmationGiven], readKindV2[Confirmed], readKindV2[Cancelled],
	readKindV2[LineAdded], readKindV2[LineExtended], readKindV2[linesReported], readKindV2[Repriced], readKindV2[PaymentChanged], readKindV2[SurplusOwed], readKindV2[DateMoved], readKindV2[DeadlinesSet], readKindV2[Assembled],
	readKindV2[Released], readKindV2[Marked], readKindV2[MarkRejected], readKindV2[Packed], readKindV2[ShipmentCreated], readKindV2[ParcelRequested], readKindV2[ParcelSettled], readKindV2[ParcelDropped], readKindV2[HandedOver], readKindV2[Arrived],
	readKindV2[Tracked], readKindV2[DoorResultKept], readKindV2[DoorResultDropped], readKindV2[Delivered], readKindV2[Completed], readKindV2[Progressed],
	readKindV2[Returned], readKindV2[ReturnReceived], readKindV2[ReturnChanged], readKindV2[RefundOrdered], readKindV2[RefundSettled],
	readKindV2[ReceiptAttached], readKindV2[DocumentAttached], readKindV2[Held], readKindV2[HoldCleared], readKindV2[CancelRequested], readKindV2[CancelRequestAnswered],
	readKind[PriceReduced], readKind[RefundBooked], readKind[RefundWaived],
	readKind[ConfirmationAsked], readKind[Reopened], readKind[Shown], readKind[DetailsChanged], readKind[LineChanged],
	readKindV2[IntentDeclined], readKindV2[Commented], readKindV2[Labelled],
	readKind[DocumentIssued], readKind[DocumentVoided],
	readKind[CaptureOrdered], readKind[ReleaseOrdered], readKind[HoldSettled],
	readKind[Forgotten], readKind[PersonErased],
	readKind[ExpenseRecorded], readKind[ExpenseDropped],
	readKind[TransferRequested], readKind[TransferSent], readKind[TransferPosted], readKind[TransferReceived], readKind[TransferDropped],
	readKind[DocumentRequested], readKind[StatementAttached],
	readKind[Notified], readKind[NoticeTold], readKind[NoticeAnswered],
	readKind[MessageReported], readKind[MarksReported],
)

// EventKinds lists the kinds of events that a log may hold, sorted: the values of Body.Kind. A program that treats
// kinds differently checks with it that it forgot none.
func EventKinds() []string { return slices.Sorted(maps.Keys(eventKinds)) }

// kindReader reads the stored form of one kind of event.
type kindReader struct {
	version int
	decode  func(*strict, []byte) (Body, error)
	// upcast[v-1] turns data of version v into version v+1.
	upcast []func([]byte) ([]byte, error)
}

func readKind[B Body]() (string, kindReader) {
	var zero B
	return zero.Kind(), kindReader{version: 1, decode: func(r *strict, data []byte) (Body, error) {
		var b B
		if len(data) == 0 {
			return b, nil
		}
		err := r.decode(data, &b)
		return b, err
	}}
}

// readKindV2 reads a kind that only got fields since version 1.
func readKindV2[B Body]() (string, kindReader) {
	kind, r := readKind[B]()
	r.version = 2
	r.upcast = []func([]byte) ([]byte, error){func(data []byte) ([]byte, error) { return data, nil }}
	return kind, r
}

func kindReaders(list ...func() (string, kindReader)) map[string]kindReader {
	m := make(map[string]kindReader, len(list))
	for _, r := range list {
		kind, how := r()
		m[kind] = how
	}
	return m
}

// Moves returns the moves of an event; none for an event that moves no units.
func (e Event) Moves() []Move {
	switch b := e.Body.(type) {
	case Placed:
		return b.moves()
	case Imported:
		return b.moves()
	case LineAdded:
		return Placed{Lines: []LineData{b.Line}}.moves()
	case Confirmed:
		return b.Moves
	case Cancelled:
		return b.Moves
	case Assembled:
		return b.Moves
	case Released:
		return b.Moves
	case TransferRequested:
		return b.Moves
	case TransferSent:
		return b.Moves
	case TransferPosted:
		return b.Moves
	case TransferReceived:
		return b.Moves
	case TransferDropped:
		return b.Moves
	case Marked:
		return b.Moves
	case MarkRejected:
		return b.Moves
	case Packed:
		return b.Moves
	case ShipmentCreated:
		return b.Moves
	case HandedOver:
		return b.Moves
	case Arrived:
		return b.Moves
	case Tracked:
		return b.Moves
	case DoorResultKept:
		return b.Moves
	case DoorResultDropped:
		return b.Moves
	case Delivered:
		return b.Moves
	case Progressed:
		return b.Moves
	case Reopened:
		return b.Moves
	case Returned:
		return b.Moves
	case ReturnReceived:
		return b.Moves
	case ReturnChanged:
		return b.Moves
	case Forgotten:
		return b.Moves
	}
	return nil
}

func (b Placed) moves() []Move {
	var ms []Move
	for _, l := range b.Lines {
		for _, p := range l.Portions {
			ms = append(ms, Move{l.ID, p})
		}
	}
	return ms
}
