package retailcrm

import "github.com/ordo-sdk/ordo/internal/lax"

// Types that are read keep the fields that they do not know; those that are written too write them back.

// envelope takes out what surrounds an answer and is no part of it.
func envelope(e lax.Extra) {
	delete(e, "success")
	delete(e, "errorMsg")
}

// UnmarshalJSON implements json.Unmarshaler.
func (c *Credentials) UnmarshalJSON(b []byte) (err error) {
	type plain Credentials
	c.Extra, err = read(b, (*plain)(c))
	envelope(c.Extra)
	return err
}

// UnmarshalJSON implements json.Unmarshaler.
func (s *Status) UnmarshalJSON(b []byte) (err error) {
	type plain Status
	s.Extra, err = read(b, (*plain)(s))
	return err
}

// UnmarshalJSON implements json.Unmarshaler.
func (s *StatusGroup) UnmarshalJSON(b []byte) (err error) {
	type plain StatusGroup
	s.Extra, err = read(b, (*plain)(s))
	return err
}

// UnmarshalJSON implements json.Unmarshaler.
func (p *ProductStatus) UnmarshalJSON(b []byte) (err error) {
	type plain ProductStatus
	p.Extra, err = read(b, (*plain)(p))
	return err
}

// UnmarshalJSON implements json.Unmarshaler.
func (d *DeliveryType) UnmarshalJSON(b []byte) (err error) {
	type plain DeliveryType
	d.Extra, err = read(b, (*plain)(d))
	return err
}

// UnmarshalJSON implements json.Unmarshaler.
func (d *DeliveryPaymentType) UnmarshalJSON(b []byte) (err error) {
	type plain DeliveryPaymentType
	d.Extra, err = read(b, (*plain)(d))
	return err
}

// UnmarshalJSON implements json.Unmarshaler.
func (t *PaymentType) UnmarshalJSON(b []byte) (err error) {
	type plain PaymentType
	t.Extra, err = read(b, (*plain)(t))
	return err
}

// UnmarshalJSON implements json.Unmarshaler.
func (p *PaymentStatus) UnmarshalJSON(b []byte) (err error) {
	type plain PaymentStatus
	p.Extra, err = read(b, (*plain)(p))
	return err
}

// UnmarshalJSON implements json.Unmarshaler.
func (k *Kind) UnmarshalJSON(b []byte) (err error) {
	type plain Kind
	k.Extra, err = read(b, (*plain)(k))
	return err
}

// UnmarshalJSON implements json.Unmarshaler.
func (s *Store) UnmarshalJSON(b []byte) (err error) {
	type plain Store
	s.Extra, err = read(b, (*plain)(s))
	return err
}

// UnmarshalJSON implements json.Unmarshaler.
func (c *Courier) UnmarshalJSON(b []byte) (err error) {
	type plain Courier
	c.Extra, err = read(b, (*plain)(c))
	return err
}

// UnmarshalJSON implements json.Unmarshaler.
func (u *Unit) UnmarshalJSON(b []byte) (err error) {
	type plain Unit
	u.Extra, err = read(b, (*plain)(u))
	return err
}

// UnmarshalJSON implements json.Unmarshaler.
func (p *PriceType) UnmarshalJSON(b []byte) (err error) {
	type plain PriceType
	p.Extra, err = read(b, (*plain)(p))
	return err
}

// UnmarshalJSON implements json.Unmarshaler.
func (o *OrderStatus) UnmarshalJSON(b []byte) (err error) {
	type plain OrderStatus
	o.Extra, err = read(b, (*plain)(o))
	return err
}

// UnmarshalJSON implements json.Unmarshaler.
func (u *Upload) UnmarshalJSON(b []byte) (err error) {
	type plain Upload
	u.Extra, err = read(b, (*plain)(u))
	envelope(u.Extra)
	return err
}

// UnmarshalJSON implements json.Unmarshaler.
func (p *PackItem) UnmarshalJSON(b []byte) (err error) {
	type plain PackItem
	p.Extra, err = read(b, (*plain)(p))
	return err
}

// UnmarshalJSON implements json.Unmarshaler.
func (p *PackChange) UnmarshalJSON(b []byte) (err error) {
	type plain PackChange
	p.Extra, err = read(b, (*plain)(p))
	return err
}

// UnmarshalJSON implements json.Unmarshaler.
func (u *User) UnmarshalJSON(b []byte) (err error) {
	type plain User
	u.Extra, err = read(b, (*plain)(u))
	return err
}

// UnmarshalJSON implements json.Unmarshaler.
func (a *APIKey) UnmarshalJSON(b []byte) (err error) {
	type plain APIKey
	a.Extra, err = read(b, (*plain)(a))
	return err
}

// UnmarshalJSON implements json.Unmarshaler.
func (p *Print) UnmarshalJSON(b []byte) (err error) {
	type plain Print
	p.Extra, err = read(b, (*plain)(p))
	return err
}

// UnmarshalJSON implements json.Unmarshaler.
func (a *Activity) UnmarshalJSON(b []byte) (err error) {
	type plain Activity
	a.Extra, err = read(b, (*plain)(a))
	return err
}

// UnmarshalJSON implements json.Unmarshaler.
func (d *Discount) UnmarshalJSON(b []byte) (err error) {
	type plain Discount
	d.Extra, err = read(b, (*plain)(d))
	return err
}

// UnmarshalJSON implements json.Unmarshaler.
func (p *Price) UnmarshalJSON(b []byte) (err error) {
	type plain Price
	p.Extra, err = read(b, (*plain)(p))
	return err
}

// UnmarshalJSON implements json.Unmarshaler.
func (d *DeliveryService) UnmarshalJSON(b []byte) (err error) {
	type plain DeliveryService
	d.Extra, err = read(b, (*plain)(d))
	return err
}

// UnmarshalJSON implements json.Unmarshaler.
func (t *TimeWindow) UnmarshalJSON(b []byte) (err error) {
	type plain TimeWindow
	t.Extra, err = read(b, (*plain)(t))
	return err
}

// UnmarshalJSON implements json.Unmarshaler.
func (c *CustomField) UnmarshalJSON(b []byte) (err error) {
	type plain CustomField
	c.Extra, err = read(b, (*plain)(c))
	return err
}

// UnmarshalJSON implements json.Unmarshaler.
func (n *Named) UnmarshalJSON(b []byte) (err error) {
	type plain Named
	n.Extra, err = read(b, (*plain)(n))
	return err
}

// UnmarshalJSON implements json.Unmarshaler.
func (m *Marketplace) UnmarshalJSON(b []byte) (err error) {
	type plain Marketplace
	m.Extra, err = read(b, (*plain)(m))
	return err
}

// UnmarshalJSON implements json.Unmarshaler.
func (s *Source) UnmarshalJSON(b []byte) (err error) {
	type plain Source
	s.Extra, err = read(b, (*plain)(s))
	return err
}

// UnmarshalJSON implements json.Unmarshaler.
func (p *PriceTypeKey) UnmarshalJSON(b []byte) (err error) {
	type plain PriceTypeKey
	p.Extra, err = read(b, (*plain)(p))
	return err
}

// UnmarshalJSON implements json.Unmarshaler.
func (p *Property) UnmarshalJSON(b []byte) (err error) {
	type plain Property
	p.Extra, err = read(b, (*plain)(p))
	return err
}

// UnmarshalJSON implements json.Unmarshaler.
func (e *ExternalID) UnmarshalJSON(b []byte) (err error) {
	type plain ExternalID
	e.Extra, err = read(b, (*plain)(e))
	return err
}

// UnmarshalJSON implements json.Unmarshaler.
func (p *PackageItem) UnmarshalJSON(b []byte) (err error) {
	type plain PackageItem
	p.Extra, err = read(b, (*plain)(p))
	return err
}

// UnmarshalJSON implements json.Unmarshaler.
func (i *ItemKey) UnmarshalJSON(b []byte) (err error) {
	type plain ItemKey
	i.Extra, err = read(b, (*plain)(i))
	return err
}

// UnmarshalJSON implements json.Unmarshaler.
func (m *ModuleStatus) UnmarshalJSON(b []byte) (err error) {
	type plain ModuleStatus
	m.Extra, err = read(b, (*plain)(m))
	return err
}

// UnmarshalJSON implements json.Unmarshaler.
func (p *PlateKind) UnmarshalJSON(b []byte) (err error) {
	type plain PlateKind
	p.Extra, err = read(b, (*plain)(p))
	return err
}

// UnmarshalJSON implements json.Unmarshaler.
func (m *ModuleField) UnmarshalJSON(b []byte) (err error) {
	type plain ModuleField
	m.Extra, err = read(b, (*plain)(m))
	return err
}

// UnmarshalJSON implements json.Unmarshaler.
func (d *DeliverySettings) UnmarshalJSON(b []byte) (err error) {
	type plain DeliverySettings
	d.Extra, err = read(b, (*plain)(d))
	return err
}

// UnmarshalJSON implements json.Unmarshaler.
func (t *TrackingMapping) UnmarshalJSON(b []byte) (err error) {
	type plain TrackingMapping
	t.Extra, err = read(b, (*plain)(t))
	return err
}

// UnmarshalJSON implements json.Unmarshaler.
func (s *StoreModule) UnmarshalJSON(b []byte) (err error) {
	type plain StoreModule
	s.Extra, err = read(b, (*plain)(s))
	return err
}

// UnmarshalJSON implements json.Unmarshaler.
func (s *StoreAction) UnmarshalJSON(b []byte) (err error) {
	type plain StoreAction
	s.Extra, err = read(b, (*plain)(s))
	return err
}

// UnmarshalJSON implements json.Unmarshaler.
func (o *OrderIDs) UnmarshalJSON(b []byte) (err error) {
	type plain OrderIDs
	o.Extra, err = read(b, (*plain)(o))
	return err
}

// UnmarshalJSON implements json.Unmarshaler.
func (s *ShipmentOrder) UnmarshalJSON(b []byte) (err error) {
	type plain ShipmentOrder
	s.Extra, err = read(b, (*plain)(s))
	return err
}

// MarshalJSON implements json.Marshaler; the unknown fields are written back.
func (d DeliveryService) MarshalJSON() ([]byte, error) {
	type plain DeliveryService
	return lax.Join(plain(d), d.Extra)
}

// MarshalJSON implements json.Marshaler; the unknown fields are written back.
func (t TimeWindow) MarshalJSON() ([]byte, error) {
	type plain TimeWindow
	return lax.Join(plain(t), t.Extra)
}

// MarshalJSON implements json.Marshaler; the unknown fields are written back.
func (c CustomField) MarshalJSON() ([]byte, error) {
	type plain CustomField
	return lax.Join(plain(c), c.Extra)
}

// MarshalJSON implements json.Marshaler; the unknown fields are written back.
func (n Named) MarshalJSON() ([]byte, error) {
	type plain Named
	return lax.Join(plain(n), n.Extra)
}

// MarshalJSON implements json.Marshaler; the unknown fields are written back.
func (m Marketplace) MarshalJSON() ([]byte, error) {
	type plain Marketplace
	return lax.Join(plain(m), m.Extra)
}

// MarshalJSON implements json.Marshaler; the unknown fields are written back.
func (s Source) MarshalJSON() ([]byte, error) {
	type plain Source
	return lax.Join(plain(s), s.Extra)
}

// MarshalJSON implements json.Marshaler; the unknown fields are written back.
func (p PriceTypeKey) MarshalJSON() ([]byte, error) {
	type plain PriceTypeKey
	return lax.Join(plain(p), p.Extra)
}

// MarshalJSON implements json.Marshaler; the unknown fields are written back.
func (p Property) MarshalJSON() ([]byte, error) {
	type plain Property
	return lax.Join(plain(p), p.Extra)
}

// MarshalJSON implements json.Marshaler; the unknown fields are written back.
func (e ExternalID) MarshalJSON() ([]byte, error) {
	type plain ExternalID
	return lax.Join(plain(e), e.Extra)
}

// MarshalJSON implements json.Marshaler; the unknown fields are written back.
func (p PackageItem) MarshalJSON() ([]byte, error) {
	type plain PackageItem
	return lax.Join(plain(p), p.Extra)
}

// MarshalJSON implements json.Marshaler; the unknown fields are written back.
func (i ItemKey) MarshalJSON() ([]byte, error) {
	type plain ItemKey
	return lax.Join(plain(i), i.Extra)
}

// MarshalJSON implements json.Marshaler; the unknown fields are written back.
func (m ModuleStatus) MarshalJSON() ([]byte, error) {
	type plain ModuleStatus
	return lax.Join(plain(m), m.Extra)
}

// MarshalJSON implements json.Marshaler; the unknown fields are written back.
func (p PlateKind) MarshalJSON() ([]byte, error) {
	type plain PlateKind
	return lax.Join(plain(p), p.Extra)
}

// MarshalJSON implements json.Marshaler; the unknown fields are written back.
func (m ModuleField) MarshalJSON() ([]byte, error) {
	type plain ModuleField
	return lax.Join(plain(m), m.Extra)
}

// MarshalJSON implements json.Marshaler; the unknown fields are written back.
func (d DeliverySettings) MarshalJSON() ([]byte, error) {
	type plain DeliverySettings
	return lax.Join(plain(d), d.Extra)
}

// MarshalJSON implements json.Marshaler; the unknown fields are written back.
func (t TrackingMapping) MarshalJSON() ([]byte, error) {
	type plain TrackingMapping
	return lax.Join(plain(t), t.Extra)
}

// MarshalJSON implements json.Marshaler; the unknown fields are written back.
func (s StoreModule) MarshalJSON() ([]byte, error) {
	type plain StoreModule
	return lax.Join(plain(s), s.Extra)
}

// MarshalJSON implements json.Marshaler; the unknown fields are written back.
func (s StoreAction) MarshalJSON() ([]byte, error) {
	type plain StoreAction
	return lax.Join(plain(s), s.Extra)
}

// UnmarshalJSON implements json.Unmarshaler.
func (p *ParcelKey) UnmarshalJSON(b []byte) (err error) {
	type plain ParcelKey
	p.Extra, err = read(b, (*plain)(p))
	return err
}

// UnmarshalJSON implements json.Unmarshaler.
func (s *ShipmentDelete) UnmarshalJSON(b []byte) (err error) {
	type plain ShipmentDelete
	s.Extra, err = read(b, (*plain)(s))
	return err
}

// UnmarshalJSON implements json.Unmarshaler.
func (p *PointQuery) UnmarshalJSON(b []byte) (err error) {
	type plain PointQuery
	p.Extra, err = read(b, (*plain)(p))
	return err
}

// UnmarshalJSON implements json.Unmarshaler.
func (t *TariffQuery) UnmarshalJSON(b []byte) (err error) {
	type plain TariffQuery
	t.Extra, err = read(b, (*plain)(t))
	return err
}

// UnmarshalJSON implements json.Unmarshaler.
func (m *ModuleDeliveryType) UnmarshalJSON(b []byte) (err error) {
	type plain ModuleDeliveryType
	m.Extra, err = read(b, (*plain)(m))
	return err
}
