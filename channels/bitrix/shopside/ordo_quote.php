<?php

/**
 * Publishes the REST method ordo.quote of a shop on 1C-Bitrix: what a basket costs now, with the rules of the shop and
 * with coupons. It builds an order in memory and never saves it. See README.md for the contract and how to install it.
 *
 * Include it from local/php_interface/init.php:
 *     require_once __DIR__ . '/ordo_quote.php';
 */

namespace Ordo;

use Bitrix\Catalog;
use Bitrix\Main\EventManager;
use Bitrix\Main\Loader;
use Bitrix\Rest\RestException;
use Bitrix\Sale;
use Bitrix\Sale\DiscountCouponsManager as Coupons;

EventManager::getInstance()->addEventHandlerCompatible('rest', 'OnRestServiceBuildDescription', [Quote::class, 'describe']);

final class Quote
{
    /** The property of goods that holds the article; another shop may call it ARTNUMBER. */
    public const ARTICLE = 'CML2_ARTICLE';

    public static function describe(): array
    {
        return ['sale' => ['ordo.quote' => ['callback' => [self::class, 'answer'], 'options' => []]]];
    }

    public static function answer(array $query, $start, $server): array
    {
        Loader::requireModule('sale');
        Loader::requireModule('catalog');
        Loader::requireModule('iblock');
        if ($GLOBALS['APPLICATION']->GetGroupRight('sale') < 'U') {
            throw new RestException('Access denied!', 'ACCESS_DENIED', \CRestServer::STATUS_FORBIDDEN);
        }
        $site = (string)($query['siteId'] ?? 's1');
        $user = (int)($query['userId'] ?? 0) ?: (int)\CSaleUser::GetAnonymousUserID();
        $order = Sale\Order::create($site, $user, ($query['currency'] ?? '') ?: null);
        $order->setPersonTypeId((int)($query['personTypeId'] ?? 1));

        $wanted = array_values(array_unique(array_map('strval', (array)($query['coupons'] ?? []))));
        self::coupons($wanted, $user, (int)($query['orderId'] ?? 0));

        $basket = Sale\Basket::create($site);
        $basket->setFUserId((int)\CSaleUser::getFUserCode());
        $lines = self::lines($basket, $query['items'] ?? null, $site, $order->getCurrency());
        $order->setBasket($basket);
        $shipment = self::shipment($order, (int)($query['deliveryId'] ?? 0));
        $final = $order->doFinalAction(true);
        if (!$final->isSuccess()) {
            throw new RestException(implode('; ', $final->getErrorMessages()), 'ORDO_NOT_PRICED');
        }
        $applied = $order->getDiscount()->getApplyResult();
        foreach ($lines as &$line) {
            if ($line['item'] !== null) {
                $line['out']['price'] = (float)$line['item']->getPrice();
            }
        }
        unset($line);

        return [
            'currency' => $order->getCurrency(),
            'items' => array_column($lines, 'out'),
            'discounts' => self::discounts($lines, $applied, $shipment),
            'coupons' => self::verdicts($wanted),
            'delivery' => $shipment === null ? null : [
                'id' => (int)$shipment->getDeliveryId(),
                'name' => (string)$shipment->getDeliveryName(),
                'price' => (float)$shipment->getPrice(),
                'period' => (string)$shipment->calculateDelivery()->getPeriodDescription(),
            ],
        ];
    }

    /** Enters the codes. Those that the order has already keep counting for it; others of it are left out. */
    private static function coupons(array $wanted, int $user, int $orderId): void
    {
        if ($orderId > 0) {
            Coupons::reInit(Coupons::MODE_ORDER, ['userId' => $user, 'orderId' => $orderId], true);
        } else {
            Coupons::reInit(Coupons::MODE_MANAGER, ['userId' => $user], true);
        }
        foreach (array_keys((array)Coupons::get(true, [], true)) as $code) {
            if (!in_array(mb_strtolower((string)$code), array_map(mb_strtolower(...), $wanted), true)) {
                Coupons::delete($code);
            }
        }
        foreach ($wanted as $code) {
            Coupons::add($code); // false where it does not count: verdicts() says why
        }
    }

    /** Puts the lines into the basket at the prices of the catalogue. A line that cannot be bought stays outside. */
    private static function lines(Sale\Basket $basket, $items, string $site, string $currency): array
    {
        if (!is_array($items) || $items === []) {
            throw new RestException('items: a list of lines is needed', 'ORDO_WRONG_ARGUMENT');
        }
        $lines = [];
        foreach (array_values($items) as $i => $asked) {
            $key = (string)($asked['key'] ?? '');
            $quantity = (float)($asked['quantity'] ?? 0);
            if ($key === '' || $quantity <= 0 || isset($lines[$key])) {
                throw new RestException("items[$i]: a key of its own and a quantity above 0 are needed", 'ORDO_WRONG_ARGUMENT');
            }
            [$id, $name, $article] = self::product($asked, $i, $key);
            $stock = Catalog\ProductTable::getRow([
                'select' => ['QUANTITY', 'QUANTITY_TRACE', 'CAN_BUY_ZERO'], 'filter' => ['=ID' => $id],
            ]);
            $counted = ($stock['QUANTITY_TRACE'] ?? 'Y') !== 'N' && ($stock['CAN_BUY_ZERO'] ?? 'N') !== 'Y';
            $item = $basket->createItem('catalog', $id);
            $set = $item->setFields([
                'NAME' => $name, 'LID' => $site, 'CURRENCY' => $currency, 'QUANTITY' => $quantity,
                'PRODUCT_PROVIDER_CLASS' => Catalog\Product\Basket::getDefaultProviderName(),
            ]);
            $can = $set->isSuccess() && $item->canBuy();
            if ($can) {
                $base = (float)$item->getBasePrice();
                $price = (float)$item->getPrice();
                $vat = $item->getField('VAT_RATE');
            } else {
                $vat = null;
                $optimal = \CCatalogProduct::GetOptimalPrice($id, 1, [2], 'N', [], $site);
                if (!is_array($optimal)) {
                    throw new RestException("items[$i] $key: the product $id has no price", 'ORDO_PRODUCT_NOT_FOUND');
                }
                $base = (float)$optimal['RESULT_PRICE']['BASE_PRICE'];
                $price = (float)$optimal['RESULT_PRICE']['DISCOUNT_PRICE'];
                $item->delete();
                $item = null;
            }
            $lines[$key] = ['item' => $item, 'out' => [
                'key' => $key, 'productId' => $id, 'article' => $article, 'name' => $name,
                'basePrice' => $base, 'catalogPrice' => $price, 'price' => $price, 'quantity' => $quantity,
                'available' => $counted ? (float)($stock['QUANTITY'] ?? 0) : null, 'vatRate' => $vat === null || $vat === '' ? null : (float)$vat,
                'canBuy' => $can ? 'Y' : 'N',
            ]];
        }
        return $lines;
    }

    /** Finds a product by its id, else by its article, which must be that of one product only. */
    private static function product(array $asked, int $i, string $key): array
    {
        $id = (int)($asked['productId'] ?? 0);
        $article = (string)($asked['article'] ?? '');
        $filter = $id > 0 ? ['=ID' => $id] : ['=PROPERTY_' . self::ARTICLE => $article, 'ACTIVE' => 'Y'];
        $found = [];
        if ($id > 0 || $article !== '') {
            $rows = \CIBlockElement::GetList([], $filter, false, ['nTopCount' => 2], ['ID', 'IBLOCK_ID', 'NAME', 'PROPERTY_' . self::ARTICLE]);
            while ($row = $rows->Fetch()) {
                $found[$row['ID']] = $row;
            }
        }
        if (count($found) !== 1) {
            $what = $found === [] ? 'no product' : 'more than one product';
            throw new RestException("items[$i] $key: there is $what $id with article \"$article\"", 'ORDO_PRODUCT_NOT_FOUND');
        }
        $row = reset($found);
        return [(int)$row['ID'], (string)$row['NAME'], (string)($row['PROPERTY_' . self::ARTICLE . '_VALUE'] ?? $article)];
    }

    /** Adds a shipment with all lines, so that the delivery is calculated and rules see it. */
    private static function shipment(Sale\Order $order, int $deliveryId): ?Sale\Shipment
    {
        if ($deliveryId <= 0) {
            return null;
        }
        $service = Sale\Delivery\Services\Manager::getObjectById($deliveryId);
        if ($service === null) {
            throw new RestException("deliveryId: there is no service $deliveryId", 'ORDO_DELIVERY_NOT_FOUND');
        }
        $shipments = $order->getShipmentCollection();
        $shipment = $shipments->createItem($service);
        foreach ($order->getBasket() as $item) {
            $part = $shipment->getShipmentItemCollection()->createItem($item);
            if ($part !== null) {
                $part->setQuantity($item->getQuantity());
            }
        }
        $calculated = $shipments->calculateDelivery();
        if (!$calculated->isSuccess()) {
            throw new RestException(implode('; ', $calculated->getErrorMessages()), 'ORDO_DELIVERY_NOT_PRICED');
        }
        return $shipment;
    }

    /**
     * Lists what each rule took off. Bitrix tells of a rule the sum for a unit, rounded in its own way; what is left of
     * the whole difference of a line goes to its last rule, so that the sums add up.
     */
    private static function discounts(array $lines, array $applied, ?Sale\Shipment $shipment): array
    {
        $keys = [];
        foreach ($lines as $key => $line) {
            if ($line['item'] !== null) {
                $keys[$line['item']->getBasketCode()] = $key;
            }
        }
        $rules = [];
        $last = [];
        $byLine = [];
        foreach ($applied['APPLY_BLOCKS'] ?? [] as $block) {
            foreach ($block['ORDER'] ?? [] as $rule) {
                $id = (string)$rule['DISCOUNT_ID'];
                $info = $applied['DISCOUNT_LIST'][$id] ?? $applied['FULL_DISCOUNT_LIST'][$id] ?? [];
                $row = [
                    'id' => (int)($info['REAL_DISCOUNT_ID'] ?? $info['DISCOUNT_ID'] ?? $rule['DISCOUNT_ID']), 'name' => (string)($info['NAME'] ?? ''),
                    'coupon' => (string)($rule['COUPON_ID'] ?? ''), 'on' => 'basket', 'sum' => 0.0, 'items' => [],
                ];
                foreach ($rule['RESULT']['BASKET'] ?? [] as $code => $result) {
                    if (($result['APPLY'] ?? 'Y') !== 'Y' || !isset($keys[$code])) {
                        continue;
                    }
                    $key = $keys[$code];
                    $off = 0.0;
                    foreach ((array)($result['DESCR_DATA'] ?? []) as $part) {
                        $off += (float)($part['RESULT_VALUE'] ?? 0);
                    }
                    $row['items'][$key] = round($off * $lines[$key]['out']['quantity'], 2);
                    $byLine[$key] = ($byLine[$key] ?? 0) + $row['items'][$key];
                    $last[$key] = count($rules);
                }
                if (($rule['RESULT']['DELIVERY']['APPLY'] ?? 'N') === 'Y' && $shipment !== null) {
                    $row['on'] = 'delivery';
                    $row['sum'] = round((float)$shipment->getField('BASE_PRICE_DELIVERY') - (float)$shipment->getPrice(), 2);
                }
                if ($row['items'] !== [] || $row['sum'] !== 0.0) {
                    $rules[] = $row;
                }
            }
        }
        foreach ($last as $key => $n) {
            $out = $lines[$key]['out'];
            $whole = round(($out['catalogPrice'] - $out['price']) * $out['quantity'], 2);
            $rules[$n]['items'][$key] = round($rules[$n]['items'][$key] + $whole - $byLine[$key], 2);
        }
        foreach ($rules as &$row) {
            $row['sum'] = $row['on'] === 'basket' ? round(array_sum($row['items']), 2) : $row['sum'];
            $row['items'] = (object)$row['items']; // an empty one is a map, too
        }
        return $rules;
    }

    /** Says of each code whether it counts, and why not. */
    private static function verdicts(array $wanted): array
    {
        $known = [];
        foreach ((array)Coupons::get(true, [], true, true) as $code => $coupon) {
            $known[mb_strtolower((string)$code)] = $coupon; // the database does not look at the case
        }
        $out = [];
        foreach ($wanted as $code) {
            $c = $known[mb_strtolower($code)] ?? null;
            $check = (int)($c['CHECK_CODE'] ?? Coupons::COUPON_CHECK_NOT_FOUND);
            $late = Coupons::COUPON_CHECK_RANGE_ACTIVE_TO | Coupons::COUPON_CHECK_RANGE_ACTIVE_TO_DISCOUNT;
            $status = match (true) {
                $c === null, (int)$c['STATUS'] === Coupons::STATUS_NOT_FOUND => 'not_found',
                (int)$c['STATUS'] === Coupons::STATUS_APPLYED => 'applied',
                ($check & $late) !== 0 => 'expired',
                (int)$c['STATUS'] === Coupons::STATUS_FREEZE && ($check & Coupons::COUPON_CHECK_NOT_APPLIED) === 0 => 'inactive',
                default => 'not_applied',
            };
            $out[] = ['coupon' => $code, 'status' => $status];
        }
        return $out;
    }
}
