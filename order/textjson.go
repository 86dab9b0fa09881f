package order

import (
	"encoding/json"
	"fmt"
	"reflect"

	"github.com/ordo-sdk/ordo/status"
)

// storedTypes are the types of arguments that a stored text keeps, by the name under which they are stored. Any other
// argument is stored as its English text.
var storedTypes = map[string]reflect.Type{
	"text":     reflect.TypeFor[Text](),
	"order":    reflect.TypeFor[status.OrderState](),
	"item":     reflect.TypeFor[status.ItemState](),
	"shipment": reflect.TypeFor[status.ShipmentState](),
	"transfer": reflect.TypeFor[status.TransferState](),
	"payment":  reflect.TypeFor[status.PaymentState](),
	"custody":  reflect.TypeFor[status.ReturnCustody](),
	"money":    reflect.TypeFor[status.ReturnMoney](),
	"reason":   reflect.TypeFor[status.Reason](),
	"confirm":  reflect.TypeFor[status.Confirmation](),
	"kind":     reflect.TypeFor[Kind](),
	"effect":   reflect.TypeFor[EffectKind](),
	"outcome":  reflect.TypeFor[OutcomeKind](),
	"scheme":   reflect.TypeFor[SchemeCode](),
	"role":     reflect.TypeFor[Role](),
}

var storedNames = func() map[reflect.Type]string {
	names := map[reflect.Type]string{}
	for name, t := range storedTypes {
		names[t] = name
	}
	return names
}()

// stored returns the text as it is when it comes back from a log.
func (t Text) stored() Text {
	if t.Args == nil {
		return t
	}
	args := make([]any, len(t.Args))
	for i, a := range t.Args {
		args[i] = storedArg(a)
	}
	return Text{t.Format, args}
}

func storedArg(arg any) any {
	if told, ok := arg.(interface{ Text() Text }); ok {
		arg = told.Text()
	}
	if t, ok := arg.(Text); ok {
		return t.stored()
	}
	v := reflect.ValueOf(arg)
	switch {
	case !v.IsValid():
		return fmt.Sprint(arg)
	case storedNames[v.Type()] != "":
		return arg
	case v.CanInt():
		return v.Int()
	case v.Kind() == reflect.Slice:
		list := make([]any, v.Len())
		for i := range list {
			list[i] = storedArg(v.Index(i).Interface())
		}
		return list
	}
	return fmt.Sprint(arg)
}

// storedText is the stored form of a text: a string or a number as it is, anything else under the name of its type.
type storedText struct {
	Format string            `json:"format"`
	Args   []json.RawMessage `json:"args,omitzero"`
}

// MarshalJSON implements json.Marshaler.
func (t Text) MarshalJSON() ([]byte, error) {
	s := storedText{Format: t.Format}
	for _, a := range t.Args {
		b, err := marshalArg(storedArg(a))
		if err != nil {
			return nil, err
		}
		s.Args = append(s.Args, b)
	}
	return json.Marshal(s)
}

func marshalArg(arg any) (json.RawMessage, error) {
	if list, ok := arg.([]any); ok {
		out := make([]json.RawMessage, len(list))
		for i, a := range list {
			b, err := marshalArg(a)
			if err != nil {
				return nil, err
			}
			out[i] = b
		}
		return json.Marshal(out)
	}
	if name := storedNames[reflect.TypeOf(arg)]; name != "" {
		return json.Marshal(map[string]any{name: arg})
	}
	return json.Marshal(arg)
}

// UnmarshalJSON implements json.Unmarshaler.
func (t *Text) UnmarshalJSON(b []byte) error {
	var s storedText
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	*t = Text{Format: s.Format}
	for _, raw := range s.Args {
		a, err := unmarshalArg(raw)
		if err != nil {
			return err
		}
		t.Args = append(t.Args, a)
	}
	return nil
}

func unmarshalArg(raw json.RawMessage) (any, error) {
	switch raw[0] {
	case '{':
		var one map[string]json.RawMessage
		if err := json.Unmarshal(raw, &one); err != nil {
			return nil, err
		}
		for name, value := range one {
			if of, ok := storedTypes[name]; ok {
				v := reflect.New(of)
				err := json.Unmarshal(value, v.Interface())
				return v.Elem().Interface(), err
			}
		}
		return nil, fmt.Errorf("order: argument %s of a text is of no known type", raw)
	case '[':
		var many []json.RawMessage
		if err := json.Unmarshal(raw, &many); err != nil {
			return nil, err
		}
		list := make([]any, len(many))
		for i, r := range many {
			a, err := unmarshalArg(r)
			if err != nil {
				return nil, err
			}
			list[i] = a
		}
		return list, nil
	case '"':
		var s string
		err := json.Unmarshal(raw, &s)
		return s, err
	}
	var n int64
	err := json.Unmarshal(raw, &n)
	return n, err
}
