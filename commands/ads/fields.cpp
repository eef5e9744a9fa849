// SPDX-License-Identifier: Apache-2.0
#include "commands/ads/fields.hpp"

#include <algorithm>

namespace palabre::commands::ads {
namespace {

constexpr Use no = Use::no, may = Use::may, must = Use::must;

//                             premises offered, wanted; job offered, wanted
constexpr FieldUse table[] = {
    {Field::title, "title", {must, must, must, must}},
    {Field::body, "body", {must, must, must, must}},
    {Field::structure, "structure", {may, may, may, may}},
    {Field::departement, "departement", {must, must, must, must}},
    {Field::place, "place", {may, may, may, may}},
    {Field::commune, "commune", {may, may, may, may}},
    {Field::latitude, "latitude", {may, may, may, may}},
    {Field::longitude, "longitude", {may, may, may, may}},
    {Field::radius, "radius", {no, may, no, may}},
    {Field::trade, "trade", {may, may, may, may}},
    {Field::surface, "surface", {must, may, no, no}},
    {Field::rent, "rent", {may, may, no, no}},
    {Field::charges, "charges", {may, no, no, no}},
    {Field::price, "price", {may, may, no, no}},
    {Field::contract, "contract", {no, no, must, may}},
    {Field::weekly_minutes, "weekly_minutes", {no, no, may, may}},
    {Field::salary_least, "salary_least", {no, no, may, may}},
    {Field::salary_most, "salary_most", {no, no, may, may}},
    {Field::salary_period, "salary_period", {no, no, may, may}},
    {Field::rome, "rome", {no, no, may, may}},
    {Field::starts_on, "starts_on", {may, may, may, may}},
    {Field::hides_name, "hides_name", {no, may, no, may}},
};

} // namespace

std::span<const FieldUse> field_table() {
    return table;
}

const FieldUse& use_of(Field field) {
    return *std::ranges::find(table, field, &FieldUse::field);
}

} // namespace palabre::commands::ads
